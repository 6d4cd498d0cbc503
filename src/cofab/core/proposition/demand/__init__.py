"""What somebody wants made: the part, what it needs, how it would be made, how long and for how much."""
