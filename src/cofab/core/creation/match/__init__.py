"""Which offers can do an operation, and why each other one cannot."""
