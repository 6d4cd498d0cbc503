"""The order page: everything that one order is, told over all stages, and the list of orders."""
