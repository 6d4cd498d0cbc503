"""Migrations of the stage stewardship, in one line."""
