"""What each side promises: the life of an order and of a request, contract terms, signatures."""
