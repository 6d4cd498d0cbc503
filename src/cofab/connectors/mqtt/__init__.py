"""MQTT: Sparkplug B with births, deaths and sequence numbers, and plain topics with JSON or a single value.

Why: edge devices and retrofit kits of every price speak it, and nothing has to be opened into the factory.
"""
