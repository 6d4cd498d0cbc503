"""Every model of the stage stewardship, brought together from its steps."""
