"""Demand: what a buyer wants made, from a file to operations, questions and a visible price."""
