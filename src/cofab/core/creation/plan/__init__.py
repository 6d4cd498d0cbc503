"""Which firms make an order, when and for how much, with a bound on how far from the best that is."""
