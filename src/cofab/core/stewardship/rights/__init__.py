"""Who may see which data, for how long, with what mark."""
