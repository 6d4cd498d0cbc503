"""Seeded parts with known features: every kind that recognition names, in any position, orientation and unit.

`make(seed, number)` builds one part; `write(made, path)` writes it as STEP in its own unit. Lengths in mm.
"""

from parts.making import FAMILIES, make
from parts.solid import Known, Made, write

__all__ = ["FAMILIES", "Known", "Made", "make", "write"]
