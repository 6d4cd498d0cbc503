"""Work orders: what each machine makes of an order, reported by people or by the machine itself.

Owns: work orders. Promises: a machine runs one work order at a time; counts never exceed what was ordered.
Tells: produce.open, produce.start, produce.pause, produce.progress, produce.done, produce.move, produce.down.
Not here: machine states (monitor), where the rest goes after a breakdown (flows).
"""
