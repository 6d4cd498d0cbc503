"""Goods change hands: counted, photographed, sealed; and the buyer accepts, refuses, or is silent for seven days."""
