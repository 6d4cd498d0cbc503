"""Every model of the stage realisation, brought together from its steps."""
