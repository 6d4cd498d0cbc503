"""Trade packs: what trades other than machining ask, how they make it, what it costs, and what they agree on.

Promises: a pack is data; a demand from a pack gets the same routing, price lines and plans as a machined part.
"""
