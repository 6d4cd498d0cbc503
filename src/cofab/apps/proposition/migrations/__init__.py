"""Migrations of the stage proposition, in one line."""
