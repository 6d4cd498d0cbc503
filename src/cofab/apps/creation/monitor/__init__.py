"""What machines report through their gateways: points, the state now, the states of past days.

Owns: gateways, observations, machine states. Promises: a point that was acknowledged is stored once.
Tells: monitor.register, monitor.state, monitor.down, monitor.up, and produce of every piece counted.
Not here: what follows when a machine is down (flows).
"""
