"""Inspection as a signed act: how many to check, what the results say, who says it and for what they are trusted."""
