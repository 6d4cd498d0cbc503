"""Make the one-page drawing of FBH-047 as a PDF.

Run `python -m cofab.demo.parts.drawing FILE` on a machine that has a Chinese font; the PDF embeds what it uses.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst

SOURCE = Path(__file__).with_name("drawing.typ")


def write(path: Path) -> None:
    """Write the drawing to `path`."""
    path.write_bytes(typst.compile(str(SOURCE)))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
