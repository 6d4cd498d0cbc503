"""Load and use all that a child will need once, before any fork: afterwards a child may read no file at all."""

from __future__ import annotations

import codecs
import io
import struct

import pypdfium2
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox
from OCP.STEPControl import STEPControl_Controller

from cofab.geometry import pdf, stl, work
from cofab.geometry.brep import graph_of
from cofab.geometry.glb import glb_of
from cofab.geometry.mesh import mesh_of
from cofab.geometry.recognise import part_of

CODECS = ("ascii", "latin-1", "utf-8", "utf-16-le", "utf-16-be", "idna")


def warm() -> None:
    """Run every stage on a cube, a triangle and an empty page; raises what a broken installation raises."""
    for name in CODECS:
        codecs.lookup(name)
    STEPControl_Controller.Init_s()
    cube = BRepPrimAPI_MakeBox(10.0, 10.0, 10.0).Shape()
    work.part_to_json(part_of("cube", [graph_of(cube)]))
    glb_of([mesh_of("cube", [cube])])
    triangle = struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    stl.read(b"\0" * 80 + struct.pack("<I", 1) + triangle, "triangle")
    empty, page = io.BytesIO(), pypdfium2.PdfDocument.new()
    page.new_page(100, 100)
    page.save(empty)
    pdf.words_of(empty.getvalue())
