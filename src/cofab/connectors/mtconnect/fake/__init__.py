"""A real MTConnect agent over HTTP for machines that do not exist: any MTConnect client, or a browser, can read it.

Why: the demo and the tests read machines the way a factory does, sequence numbers, restarts and lost buffers included.
"""
