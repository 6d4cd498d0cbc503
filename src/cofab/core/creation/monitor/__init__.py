"""What machines really did: observations become states, hours and counts, and silence stays unknown.

Owns: the mapping from what a controller says to one of six states, and the sums over time.
Promises: the seconds of a window's states sum to the window; nothing is invented where nothing was heard.
Not here: reading machines (connectors), sending (gateway), keeping (apps).
"""
