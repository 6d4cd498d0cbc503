"""Migrations of the base, in one line."""
