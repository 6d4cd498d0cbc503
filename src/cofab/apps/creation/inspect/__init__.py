"""Inspections of an order's goods: what to check, the results, and the signature of a named person.

Owns: inspections, inspectors' keys. Promises: a signed inspection never changes and is checked without the platform.
Tells: inspect.open, inspect.receive, inspect.record, inspect.sign (after it: passed or failed).
"""
