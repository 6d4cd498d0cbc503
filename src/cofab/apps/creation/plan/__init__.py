"""Plan: who makes what, when and for how much; several checked answers with a bound beneath them."""
