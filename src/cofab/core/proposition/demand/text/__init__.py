"""What a buyer wrote, in Chinese or English, as fields that keep the words they came from: an own grammar, no model.

Promises: what the message does not say is left out and asked for, never invented.
"""
