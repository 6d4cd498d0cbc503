"""What remembers and shows: Django, the base and the four stages of value."""
