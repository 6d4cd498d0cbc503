"""Files that mean harm, each made when it is asked for: name -> (file name, kind, maker, what may come of it)."""

# ruff: noqa: E501 (one case a line)

import io
import random
import re
import struct
import zipfile
import zlib

import geometry_files as files

HEAD = b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
HEAD += b"FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n"
TAIL = b"ENDSEC;\nEND-ISO-10303-21;\n"
READ = "read"
DAMAGED = {"geometry.crashed", "geometry.no_solid", "geometry.invalid", "geometry.timeout", "geometry.memory"}
MILLION = 1_000_000


def plate(folder):
    return files.step(folder / "plate.step", files.plate()).read_bytes()


def doubled(folder, levels):
    """Return an assembly in which each level holds the one below twice."""
    shape = files.plate(9, 9, 2, 3)
    for level in range(levels):
        shape = files.together(shape, files.placed(shape, 10.0 * 2**level))
    return files.step(folder / "doubled.step", shape, assembly=1).read_bytes()


def own_parent(folder):
    data = files.step(folder / "own.step", files.together(files.plate(), files.placed(files.plate(), 99)), assembly=1)
    text = data.read_text()
    usage = re.compile(r"(NEXT_ASSEMBLY_USAGE_OCCURRENCE\('[^']*','[^']*','[^']*',)(#\d+),(#\d+)")
    return usage.sub(r"\1\2,\2", text.replace("\n", "")).replace(";", ";\n").encode()


def facets(corner):
    body = struct.pack("<12fH", 0, 0, 1, *corner, 1, 0, 0, 0, 1, 0, 0) * 4
    return b"\0" * 80 + struct.pack("<I", 4) + body


def lying_zip():
    data = bytearray(files.three_mf(files.model_xml() + " " * MILLION))
    directory = data.rfind(b"PK\x01\x02", 0, data.rfind(b"3D/3dmodel.model"))
    struct.pack_into("<I", data, directory + 24, 100)
    return bytes(data)


def entity_bomb():
    levels = "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE model [<!ENTITY a0 "ha">{levels}]><model>&a11;</model>'


def nested(depth, again):
    objects = '<object id="0">MESH</object>'
    for n in range(1, depth):
        uses = f'<component objectid="{n - 1}"/>' * again
        objects += f'<object id="{n}"><components>{uses}</components></object>'
    return files.three_mf(files.model_xml(objects=objects, build=((str(depth - 1), ""),)))


def blocks(depth, again, cyclic=False):
    def draw(space, document):
        for n in range(depth):
            block = document.blocks.new(f"b{n}")
            block.add_line((0, 0), (1, 1))
            for _ in range(again if n or cyclic else 0):
                block.add_blockref(f"b{(n - 1) % depth}", (0, 0))
        space.add_blockref(f"b{depth - 1}", (0, 0))

    return files.dxf(draw)


def coordinates(value):
    return files.dxf(files.bracket).replace(b"100.0", value)


def pdf(*objects, end=b"%%EOF\n"):
    """Return a PDF of these objects, numbered from one; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n".encode() + end
    return bytes(out)


def page(content=b"", box=b"[0 0 600 400]", catalogue=b"", resources=b"", more=()):
    plain = f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
    stream = content if content.startswith(b"<<") else plain
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox " + box + b" /Contents 4 0 R /Resources << " + resources + b" >> >>",
        stream, *more,
    )  # fmt: skip


def deflated(size):
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * (size // 14), 9)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def looping_form():
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 10 >>\n"
    form += b"stream\n/F Do /F Do\nendstream"
    return page(b"/F Do", resources=b"/XObject << /F 5 0 R >>", more=(form,))


def png(width, height, rows=b"", chunks=()):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    middle = b"".join(chunk(kind, body) for kind, body in chunks)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + middle
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def tiff_in_a_ring():
    directory = struct.pack("<HHHIIHHIII", 2, 256, 3, 1, 10, 257, 3, 1, 10, 8)
    return b"II*\0" + struct.pack("<I", 8) + directory


def bmp(width, height):
    return (
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0) + b"\0" * 60
    )


def noise(size):
    return random.Random(size).randbytes(size)


def bomb():
    return files.three_mf(more=[(f"3D/{n}.bin", b"\0" * 60 * MILLION) for n in range(4)])


def climbing():
    more = [("../../../../tmp/cofab-was-here", "x"), ("/etc/cofab-was-here", "x"), ("3D/..\\..\\evil", "x")]
    return files.three_mf(more=more)


def no_model():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return data.getvalue()


OUTSIDE = '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><model><object id="&x;"/></model>'
INDEX = files.model_xml().replace('v3="1"', 'v3="99999999"')
CYCLE = '<object id="1"><components><component objectid="2"/></components></object>'
CYCLE += '<object id="2"><components><component objectid="1"/></components></object>'
JS = b"/OpenAction << /S /JavaScript /JS (while \\(1\\) { app.alert\\(1\\) }) >>"

CASES = {
    "empty": ("a.step", "model", lambda d: b"", {"geometry.empty"}),
    "a megabyte of nothing": ("a.step", "model", lambda d: b"\0" * MILLION, {"geometry.empty"}),
    "noise": ("a.step", "model", lambda d: noise(MILLION), {"geometry.not_model"}),
    "noise that calls itself STEP": ("a.step", "model", lambda d: HEAD + noise(MILLION) + TAIL, DAMAGED | {"geometry.too_deep"}),
    "cut off": ("a.step", "model", lambda d: plate(d)[:9000], {"geometry.truncated"}),
    "a head and no body": ("a.step", "model", lambda d: HEAD + TAIL, DAMAGED),
    "brackets without end": ("a.step", "model", lambda d: HEAD + b"#1=A(" + b"(" * 90000 + TAIL, {"geometry.too_deep"}),
    "references in a ring": ("a.step", "model", lambda d: HEAD + b"#1=SHELL_BASED_SURFACE_MODEL('',(#2));\n"
                             b"#2=OPEN_SHELL('',(#1,#2));\n#3=SHAPE_REPRESENTATION('',(#1,#3),#3);\n" + TAIL, DAMAGED),
    "an assembly that holds itself": ("a.step", "model", own_parent, DAMAGED | {READ}),
    "an assembly doubled twelve times": ("a.step", "model", lambda d: doubled(d, 12), DAMAGED | {"geometry.too_many"}),
    "numbers beyond all bounds": ("a.step", "model", lambda d: re.sub(rb"60\.", b"1.E308", plate(d)), DAMAGED | {READ}),
    "numbers that are none": ("a.step", "model", lambda d: re.sub(rb"40\.", b"NAN", plate(d)), DAMAGED | {READ}),
    "three million entities": ("a.step", "model", lambda d: HEAD + b"#1=A();\n" * 3 * MILLION + TAIL, {"geometry.too_many"}),
    "a name of twenty megabytes": ("a.step", "model", lambda d: plate(d).replace(b"'Open CASCADE", b"'" + b"x" * 20 * MILLION, 1),
                                   DAMAGED | {READ}),
    "an STL that lies about its length": ("a.stl", "model", lambda d: facets((0, 0, 0))[:80] + b"\xff" * 4 + b"\1" * 50,
                                          {"geometry.lying_stl"}),
    "an STL of no numbers": ("a.stl", "model", lambda d: facets((float("nan"),) * 3), {"geometry.invalid"}),
    "an STL as large as the world": ("a.stl", "model", lambda d: facets((3e38, -3e38, 0)), {"geometry.invalid"}),
    "a text STL of rubbish": ("a.stl", "model", lambda d: b"solid x\nfacet normal a b\nvertex ? ?\nendfacet\nendsolid", DAMAGED),
    "a zip that unpacks to 240 MB": ("a.3mf", "model", lambda d: bomb(), {"geometry.bomb"}),
    "a zip that lies about its size": ("a.3mf", "model", lambda d: lying_zip(), {"geometry.invalid", "geometry.bomb"}),
    "a zip that climbs out of its folder": ("a.3mf", "model", lambda d: climbing(), {READ}),
    "a zip without a model": ("a.3mf", "model", lambda d: no_model(), {"geometry.invalid"}),
    "entities that multiply": ("a.3mf", "model", lambda d: files.three_mf(entity_bomb()), {"geometry.invalid"}),
    "an entity from outside": ("a.3mf", "model", lambda d: files.three_mf(OUTSIDE), {"geometry.invalid"}),
    "objects in a ring": ("a.3mf", "model", lambda d: files.three_mf(files.model_xml(objects=CYCLE)), {"geometry.too_deep"}),
    "objects doubled thirty times": ("a.3mf", "model", lambda d: nested(30, 2), {"geometry.too_deep", "geometry.too_many"}),
    "objects doubled eighteen times": ("a.3mf", "model", lambda d: nested(18, 2), {"geometry.too_many"}),
    "a point that is not there": ("a.3mf", "model", lambda d: files.three_mf(INDEX), {"geometry.invalid"}),
    "blocks in a ring": ("a.dxf", "model", lambda d: blocks(3, 1, cyclic=True), {"geometry.too_deep", "geometry.invalid"}),
    "blocks multiplied": ("a.dxf", "model", lambda d: blocks(8, 9), {"geometry.too_many", "geometry.too_deep"}),
    "a DXF of no numbers": ("a.dxf", "model", lambda d: coordinates(b"nan"), DAMAGED | {READ, "geometry.no_outline"}),
    "a DXF beyond all bounds": ("a.dxf", "model", lambda d: coordinates(b"1e300"), DAMAGED | {READ, "geometry.no_outline"}),
    "a DXF cut off": ("a.dxf", "model", lambda d: files.dxf(files.bracket)[:5000], {"geometry.truncated"}),
    "an IGES of rubbish": ("a.igs", "model", lambda d: b" " * 72 + b"S      1\n" + noise(9999) + b"T      1\n", DAMAGED),
    "a picture called STEP": ("a.step", "model", lambda d: png(10, 10, b"\0" * 110), {"geometry.not_model"}),
    "a PDF cut off": ("a.pdf", "drawing", lambda d: page(b"0 0 m")[:200], {"geometry.truncated"}),
    "a page of a hundred kilometres": ("a.pdf", "drawing", lambda d: page(b"0 0 m 9 9 l S", b"[0 0 300000000 300000000]"),
                                       DAMAGED | {READ}),
    "pages in a ring": ("a.pdf", "drawing", lambda d: pdf(b"<< /Type /Catalog /Pages 2 0 R >>",
                        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999999 >>"), DAMAGED | {READ}),
    "a PDF with a script": ("a.pdf", "drawing", lambda d: page(b"BT ET", catalogue=JS), {READ}),
    "a stream that unpacks to 700 MB": ("a.pdf", "drawing", lambda d: page(deflated(700 * MILLION)), DAMAGED | {READ}),
    "a form that draws itself": ("a.pdf", "drawing", lambda d: looping_form(), DAMAGED | {READ}),
    "a picture of 50,000 by 50,000": ("a.png", "drawing", lambda d: png(50_000, 50_000, b"\0" * MILLION),
                                      {"geometry.too_many_pixels"}),
    "a picture with a text of 300 MB": ("a.png", "drawing", lambda d: png(20, 20, b"\0" * 420, [
        (b"zTXt", b"k\0\0" + zlib.compress(b"x" * 300 * MILLION, 9))]), DAMAGED | {READ}),
    "a picture that ends early": ("a.png", "drawing", lambda d: png(4000, 3000, b"\0" * 50_000)[:60], {"geometry.invalid"}),
    "a TIFF in a ring": ("a.tif", "drawing", lambda d: tiff_in_a_ring(), DAMAGED),
    "a BMP that lies": ("a.bmp", "drawing", lambda d: bmp(20_000, 5_000), DAMAGED),
    "a model called PDF": ("a.pdf", "drawing", plate, {"geometry.not_drawing"}),
}  # fmt: skip
