"""Modbus, TCP and RTU: registers polled; the current clamp of a retrofit kit among them.

Why: a machine without any controller to ask still draws current, and a clamp with Modbus costs little.
"""
