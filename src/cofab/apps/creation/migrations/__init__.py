"""Migrations of the stage creation, in one line."""
