"""Realisation: money, shares, ratings and disputes."""
