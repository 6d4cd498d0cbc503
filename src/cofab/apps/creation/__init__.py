"""Creation: from a match to delivered goods."""
