"""How long work takes: cutters, terms and the fitting of the time model's parameters to records."""
