"""What parties think of each other, and what their records are worth as credit."""
