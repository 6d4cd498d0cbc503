"""Proposition: who takes part, what is on sale, what is wanted."""
