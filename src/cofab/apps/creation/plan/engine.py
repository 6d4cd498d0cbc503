"""Where the search and its independent check are called."""
