"""OPC UA: a server's machines found by browsing and followed by subscription.

Why: controllers of the last years carry a server, and its companion specifications name the same things alike.
"""
