"""Who took which file out of the platform's custody."""
