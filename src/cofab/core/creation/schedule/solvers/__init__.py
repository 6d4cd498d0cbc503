"""Ways to solve a schedule: greedy at once, CP-SAT for proof."""
