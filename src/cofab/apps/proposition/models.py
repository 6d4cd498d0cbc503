"""Every model of the stage proposition, brought together from its steps."""
