"""Bad files get a clear refusal, and the reader goes on serving."""

import struct
from pathlib import Path

import pytest

from cofab import geometry
from cofab.core.kernel.refusal import CODES, Refused
from cofab.geometry import Limits

PART = Path(__file__).parents[2] / "src/cofab/demo/parts/FBH-047.step"
HEAD = b"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n"
HEAD += b"FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n"
TAIL = b"ENDSEC;\nEND-ISO-10303-21;\n"


def refusal(data, name, **limits):
    with pytest.raises(Refused) as caught:
        geometry.read(data, name, Limits(**limits))
    assert str(caught.value).count("{") == 0, "every fact of the sentence is there"
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.step", "geometry.empty"),
        (b"  \n\0\n", "a.step", "geometry.empty"),
        (b"\x89PNG\r\n" * 999, "a.step", "geometry.not_model"),
        (b"solid facet", "a.step", "geometry.truncated"),
        (b"\0" * 80 + struct.pack("<I", 4_000_000_000) + b"\1" * 50, "a.stl", "geometry.lying_stl"),
        (b"\1" * 20, "a.stl", "geometry.truncated"),
        (HEAD + b"#1=A(" + b"(" * 500 + b")" * 500 + b");\n" + TAIL, "a.step", "geometry.too_deep"),
        (HEAD + TAIL, "a.step", "geometry.crashed"),
        (HEAD + b"#1=CARTESIAN_POINT('',(0.,0.,0.));\n" + TAIL, "a.step", "geometry.crashed"),
        (HEAD + b"\xff\xfe#=#=;;;';" + TAIL, "a.step", "geometry.crashed"),
        (b"solid x\nfacet normal a b c\nendfacet\nendsolid", "a.stl", "geometry.invalid"),
    ],
)
def test_a_bad_file_is_refused_with_its_own_code(data, name, code):
    assert refusal(data, name) == code


def test_a_truncated_model_is_refused():
    data = PART.read_bytes()
    assert refusal(data[: len(data) // 2], "cut.step") == "geometry.truncated"


def test_a_model_with_its_middle_cut_out_is_refused():
    data = PART.read_bytes()
    broken = data[: len(data) // 3] + data[-3000:]
    assert refusal(broken, "holed.step").startswith("geometry.")


def test_200_mb_are_refused_before_they_are_read(tmp_path):
    large = tmp_path / "large.step"
    with large.open("wb") as file:
        file.seek(200_000_000)
        file.write(b"\0")
    assert refusal(large, "") == "geometry.too_large"


def test_too_many_entities_are_refused():
    assert refusal(HEAD + b"#1=A();\n" * 5000 + TAIL, "many.step", entities=1000) == "geometry.too_many"


def test_a_reader_that_takes_too_long_is_stopped():
    assert refusal(PART.read_bytes(), "slow.step", wall_s=0.02) == "geometry.timeout"


def test_a_reader_that_eats_memory_is_stopped():
    assert refusal(PART.read_bytes(), "fat.step", memory_bytes=100_000) == "geometry.memory"


def test_after_every_refusal_the_next_file_is_read():
    refusal(b"rubbish" * 100, "a.step")
    refusal(HEAD + TAIL, "a.step")
    assert geometry.read(PART).parts[0].turned


def test_every_refusal_of_the_reader_has_chinese():
    polib = pytest.importorskip("polib")
    root = Path(__file__).parents[2] / "src/cofab/apps/proposition/locale/zh_Hans/LC_MESSAGES/django.po"
    chinese = {entry.msgid: entry.msgstr for entry in polib.pofile(str(root))}
    for code, text in CODES.items():
        if code.startswith("geometry."):
            assert chinese.get(text), code
