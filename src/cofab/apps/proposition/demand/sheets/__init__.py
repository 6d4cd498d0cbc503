"""Drawings and what was read from them: each field with its place, confirmed or corrected by a person."""
