"""Units of length that files are in, and how many millimetres each is."""

MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "inch": 25.4, "foot": 304.8, "micron": 0.001}
UNKNOWN = "unknown"
DXF = {1: "inch", 2: "foot", 4: "mm", 5: "cm", 6: "m", 13: "micron"}  # the header's $INSUNITS
THREE_MF = {"micron": "micron", "millimeter": "mm", "centimeter": "cm", "meter": "m", "inch": "inch", "foot": "foot"}
