"""Files of every format, made by the kernel or by hand, for the tests of the reader."""

import io
import zipfile

import ezdxf
from OCP.BRep import BRep_Builder
from OCP.BRepAlgoAPI import BRepAlgoAPI_Cut
from OCP.BRepBuilderAPI import BRepBuilderAPI_Transform
from OCP.BRepPrimAPI import BRepPrimAPI_MakeBox, BRepPrimAPI_MakeCylinder
from OCP.gp import gp_Ax1, gp_Ax2, gp_Dir, gp_Pnt, gp_Trsf, gp_Vec
from OCP.IGESControl import IGESControl_Controller, IGESControl_Writer
from OCP.Interface import Interface_Static
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_Controller, STEPControl_StepModelType, STEPControl_Writer
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Compound
from OCP.XCAFDoc import XCAFDoc_DocumentTool


def plate(x=60.0, y=40.0, z=8.0, hole=6.6):
    """Return a plate with one hole through its middle."""
    box = BRepPrimAPI_MakeBox(x, y, z).Shape()
    drill = BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(x / 2, y / 2, -1), gp_Dir(0, 0, 1)), hole / 2, z + 2).Shape()
    return BRepAlgoAPI_Cut(box, drill).Shape()


def placed(shape, x):
    move = gp_Trsf()
    move.SetTranslation(gp_Vec(x, 0, 0))
    return shape.Moved(TopLoc_Location(move))


def bracketed():
    """Return a block with a notch and two holes that no mirror leaves as it is."""
    shape = BRepAlgoAPI_Cut(plate(50, 30, 12, 5), BRepPrimAPI_MakeBox(15.0, 10.0, 6.0).Shape()).Shape()
    drill = BRepPrimAPI_MakeCylinder(gp_Ax2(gp_Pnt(42, 24, -1), gp_Dir(0, 0, 1)), 3.0, 20.0).Shape()
    return BRepAlgoAPI_Cut(shape, drill).Shape()


def mirror(shape):
    move = gp_Trsf()
    move.SetMirror(gp_Ax2(gp_Pnt(0, 0, 0), gp_Dir(1, 0, 0)))
    return BRepBuilderAPI_Transform(shape, move, True).Shape()


def turned(shape, x):
    move, away = gp_Trsf(), gp_Trsf()
    move.SetRotation(gp_Ax1(gp_Pnt(0, 0, 0), gp_Dir(0, 0, 1)), 1.5707963267948966)
    away.SetTranslation(gp_Vec(x, 0, 0))
    return shape.Moved(TopLoc_Location(away.Multiplied(move)))


def together(*shapes):
    builder, compound = BRep_Builder(), TopoDS_Compound()
    builder.MakeCompound(compound)
    for shape in shapes:
        builder.Add(compound, shape)
    return compound


def step(path, shape, schema="AP214IS", unit="MM", assembly=0):
    """Write a shape as STEP of a schema (AP203, AP214IS, AP242DIS) in a unit (MM, INCH, M)."""
    STEPControl_Controller.Init_s()
    Interface_Static.SetCVal_s("write.step.schema", schema)
    Interface_Static.SetCVal_s("write.step.unit", unit)
    Interface_Static.SetIVal_s("write.step.assembly", assembly)
    writer = STEPControl_Writer()
    writer.Transfer(shape, STEPControl_StepModelType.STEPControl_AsIs)
    writer.Write(str(path))
    Interface_Static.SetCVal_s("write.step.unit", "MM")
    Interface_Static.SetIVal_s("write.step.assembly", 0)
    return path


def built(path, products, assemblies):
    """Write products, {name: shape}, and what is built of them, {name: [(of what, x), ...]}, the last on top."""
    document = TDocStd_Document(TCollection_ExtendedString("XmlXCAF"))
    tool, labels = XCAFDoc_DocumentTool.ShapeTool_s(document.Main()), {}
    for name, shape in products.items():
        labels[name] = tool.AddShape(shape, False)
    for name, uses in assemblies.items():
        labels[name] = tool.NewShape()
        for used, x in uses:
            tool.AddComponent(labels[name], labels[used], placed(TopoDS_Compound(), x).Location())
    for name, label in labels.items():
        TDataStd_Name.Set_s(label, TCollection_ExtendedString(name, True))
    tool.UpdateAssemblies()
    writer = STEPCAFControl_Writer()
    Interface_Static.SetIVal_s("write.step.assembly", 1)
    writer.SetNameMode(True)
    writer.Transfer(document)
    writer.Write(str(path))
    Interface_Static.SetIVal_s("write.step.assembly", 0)
    return path


def iges(path, shape, unit="MM", solid=True):
    IGESControl_Controller.Init_s()
    writer = IGESControl_Writer(unit, 1 if solid else 0)
    writer.AddShape(shape)
    writer.ComputeModel()
    writer.Write(str(path))
    return path


CORNERS = [(0, 0, 0), (10, 0, 0), (0, 10, 0), (0, 0, 10)]
FACES = [(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)]
SPACE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"


def model_xml(unit="millimeter", objects=None, build=(("1", ""),)):
    """Return the XML of a 3MF model; by default one tetrahedron of ten units."""
    points = "".join(f'<vertex x="{x}" y="{y}" z="{z}"/>' for x, y, z in CORNERS)
    faces = "".join(f'<triangle v1="{a}" v2="{b}" v3="{c}"/>' for a, b, c in FACES)
    mesh = f"<mesh><vertices>{points}</vertices><triangles>{faces}</triangles></mesh>"
    inner = objects or f'<object id="1" name="corner" type="model">{mesh}</object>'
    items = "".join(f'<item objectid="{key}" {more}/>' for key, more in build)
    return (
        f'<?xml version="1.0"?><model unit="{unit}" xmlns="{SPACE}"><resources>'
        f"{inner.replace('MESH', mesh)}</resources><build>{items}</build></model>"
    )


def three_mf(xml=None, name="3D/3dmodel.model", more=()):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, xml or model_xml())
        for other, content in more:
            archive.writestr(other, content)
    return data.getvalue()


def dxf(draw, units=4):
    """Return the bytes of a DXF on which `draw(modelspace, document)` drew."""
    document = ezdxf.new()
    document.header["$INSUNITS"] = units
    draw(document.modelspace(), document)
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def bracket(space, document):
    """Draw a rectangle of 100 by 60 of single lines with rounded corner, two holes, a slot, a bend, a dimension."""
    for a, b in (((0, 0), (100, 0)), ((100, 0), (100, 60)), ((90, 60), (0, 60)), ((0, 60), (0, 0))):
        space.add_line(a, (100, 50) if b == (100, 60) else b)
    space.add_arc((90, 50), 10, 0, 90)
    space.add_circle((20, 20), 3.3)
    space.add_circle((80, 20), 3.3)
    space.add_lwpolyline([(30, 40), (60, 40), (60, 46), (30, 46)], close=True)
    document.layers.add("BEND")
    document.layers.add("DIM")
    space.add_line((0, 30), (100, 30), dxfattribs={"layer": "BEND"})
    space.add_line((0, -20), (100, -20), dxfattribs={"layer": "DIM"})
