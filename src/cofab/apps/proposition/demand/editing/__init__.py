"""Editing a routing: minutes, merging, splitting, order, locks, alternatives; every edit kept, undone and redone."""
