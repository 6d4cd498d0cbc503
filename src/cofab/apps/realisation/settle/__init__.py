"""When which part of whose money moves, and every line of why."""
