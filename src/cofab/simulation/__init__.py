"""A made-up workshop that behaves: a seed in, the same story out.

Promises: pure and seeded; the story does not depend on how large the steps are in which time is advanced.
Imports core only. Not here: serving it as MTConnect (connectors), playing the demo's story (demo).
"""
