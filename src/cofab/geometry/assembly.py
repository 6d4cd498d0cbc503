"""Products of an assembly in a STEP file: their names, what they are made of, and how often each is built in.

Runs in the sandboxed child only. An assembly nests: a sub-assembly used twice counts what is in it twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from OCP.collections import Sequence_TDF_Label
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.STEPCAFControl import STEPCAFControl_Controller, STEPCAFControl_Reader
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDF import TDF_Label
from OCP.TDocStd import TDocStd_Document
from OCP.TopLoc import TopLoc_Location
from OCP.XCAFDoc import XCAFDoc_DocumentTool, XCAFDoc_ShapeTool

from cofab.geometry import refusals
from cofab.geometry.unreadable import Unreadable

MOST_PLACES = 2_000
DEEPEST = 64
UNNAMED = ("Open CASCADE", "NAUO", "SOLID", "COMPOUND", "ASSEMBLY", "=>")


@dataclass(slots=True)
class Product:
    """A product without products in it: its name ("" where it has none), its shape in its first place, its count."""

    name: str
    shape: object
    count: int = 1


def ready() -> None:
    """Load what reading products takes, before the child gives up its rights."""
    STEPCAFControl_Controller.Init_s()
    document = _document()
    XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    STEPCAFControl_Reader()


def products_in(source: int) -> list[Product]:
    """Return the products behind the descriptor that are no assemblies, none where the file cannot be read so.

    Raises Unreadable (too many) where they are built in more than MOST_PLACES times or nest too deep.
    """
    reader, document = STEPCAFControl_Reader(), _document()
    reader.SetNameMode(True)
    for mode in (reader.SetColorMode, reader.SetLayerMode, reader.SetPropsMode, reader.SetGDTMode, reader.SetMatMode):
        mode(False)
    if reader.ReadFile(f"/dev/fd/{source}") != IFSelect_ReturnStatus.IFSelect_RetDone or not reader.Transfer(document):
        return []
    roots, found = Sequence_TDF_Label(), _Places()
    XCAFDoc_DocumentTool.ShapeTool_s(document.Main()).GetFreeShapes(roots)
    for number in range(1, roots.Length() + 1):
        found.walk(roots.Value(number), TopLoc_Location(), 0)
    return list(found.products.values())


class _Places:
    """What was met on the way down, products by their label; `met` counts places."""

    def __init__(self) -> None:
        self.products: dict[int, Product] = {}
        self.met = 0

    def walk(self, label: TDF_Label, place: TopLoc_Location, depth: int) -> None:
        """Count what a label holds, placed."""
        target, own = TDF_Label(), XCAFDoc_ShapeTool.GetLocation_s(label)
        if XCAFDoc_ShapeTool.IsReference_s(label) and XCAFDoc_ShapeTool.GetReferredShape_s(label, target):
            place = place.Multiplied(own)
        else:
            target = label
        self.met += 1
        if self.met > MOST_PLACES or depth > DEEPEST:
            raise Unreadable(refusals.TOO_MANY, count=self.met, limit=MOST_PLACES)
        if XCAFDoc_ShapeTool.IsAssembly_s(target):
            children = Sequence_TDF_Label()
            XCAFDoc_ShapeTool.GetComponents_s(target, children, False)
            for number in range(1, children.Length() + 1):
                self.walk(children.Value(number), place, depth + 1)
            return
        key = target.Tag()
        if key in self.products:
            self.products[key].count += 1
        else:
            shape = XCAFDoc_ShapeTool.GetShape_s(target)
            self.products[key] = Product(_name(target), shape.Moved(place))


def _name(label: TDF_Label) -> str:
    name = TDataStd_Name()
    if not label.FindAttribute(TDataStd_Name.GetID_s(), name):
        return ""
    told = " ".join(str(name.Get().ToExtString()).split())
    return "" if told.startswith(UNNAMED) else told[:120]


def _document() -> TDocStd_Document:
    return TDocStd_Document(TCollection_ExtendedString("XmlXCAF"))
