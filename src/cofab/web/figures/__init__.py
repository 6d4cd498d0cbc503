"""Figures drawn on the server as SVG with attributes only, so that a strict content policy holds."""
