"""A server with made-up machines, for tests, benchmarks and trying out."""
