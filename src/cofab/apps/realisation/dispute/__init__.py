"""Dispute: who complains about what, what the other side says, and how it ends; the rest of the money flows."""
