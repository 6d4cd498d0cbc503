"""The reader of CAD files: bytes in, parts with features and a 3D view out, or a coded refusal.

Owns: the sandboxed child, the checks before it, the recognition of features.
Promises: a hostile file ends its own child only; everything that comes back is typed and limited in size.
Not here: how a part is made and what it costs (core.proposition.demand).
"""

from cofab.geometry.limits import Limits
from cofab.geometry.reader import ReadResult, read, stop
from cofab.geometry.sheet import Page, Sheet, read_sheet, read_words

DRAWINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"})
MODELS = frozenset({".step", ".stp", ".iges", ".igs", ".stl", ".3mf", ".dxf"})
__all__ = ["DRAWINGS", "MODELS", "Limits", "Page", "ReadResult", "Sheet", "read", "read_sheet", "read_words", "stop"]
