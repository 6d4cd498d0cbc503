"""CSV folders: files that a controller, a logger or a person drops into a folder, read line by line as they grow.

Why: the oldest machines and the newest loggers have one interface in common.
"""
