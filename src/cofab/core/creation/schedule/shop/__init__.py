"""Flexible job shops over several factories: when each operation is done and on which machine, soonest finished."""
