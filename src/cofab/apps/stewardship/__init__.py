"""Stewardship: who may see, what rules hold, what is proven."""
