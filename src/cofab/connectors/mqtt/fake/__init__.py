"""A Sparkplug edge node with made-up metrics, for tests, benchmarks and trying out."""
