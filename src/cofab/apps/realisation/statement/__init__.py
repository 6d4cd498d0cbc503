"""The monthly account: what two firms owe each other directly, month by month, with a statement that both sign."""
