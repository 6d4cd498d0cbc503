"""The six gates of a new product: who owns each, what shows that it is done, passed or sent back."""
