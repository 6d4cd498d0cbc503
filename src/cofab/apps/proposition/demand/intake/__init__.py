"""Intake: many files dropped at once, each read on its own with progress and cancel, before they become demands."""
