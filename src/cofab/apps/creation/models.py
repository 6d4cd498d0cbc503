"""Every model of the stage creation, brought together from its steps."""
