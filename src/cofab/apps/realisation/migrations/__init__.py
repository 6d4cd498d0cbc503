"""Migrations of the stage realisation, in one line."""
