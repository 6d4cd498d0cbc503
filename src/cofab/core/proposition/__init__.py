"""What each side brings: who joins, what is on offer, what is wanted."""
