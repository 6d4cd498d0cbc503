"""Auctions: who wins bundles of windows, what they pay, and a market of many buyers and many sellers."""
