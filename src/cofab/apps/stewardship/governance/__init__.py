"""The rules in force, their versions, and a card of each that anybody can read."""
