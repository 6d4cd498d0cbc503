"""Protocols that machines speak, one folder a protocol, all read through one port.

Promises: a connector only reads; it never writes to a machine. What it hears becomes core observations.
Not here: buffering and sending (gateway), keeping (apps).
"""
