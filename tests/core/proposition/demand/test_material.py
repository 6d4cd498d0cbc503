"""Materials by name, in two languages."""

import pytest

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.material import grade, material, materials, narrowed


@pytest.mark.parametrize(
    ("name", "found"),
    [("6061", "6061-T6"), ("6061 T6", "6061-T6"), ("45#", "45"), ("sus304", "304"), ("紫铜", "T2"),
     ("mild steel", "Q235"), ("42CrMo4", "42CrMo"), ("ti-6al-4v", "TC4"), ("SUS 303", "303")],
)  # fmt: skip
def test_a_material_is_known_by_any_of_its_names(name, found):
    assert material(name).id == found


@pytest.mark.parametrize(
    ("name", "family", "first"),
    [("stainless", "stainless", "304"), ("不锈钢", "stainless", "304"), ("黄铜", "brass", "HPb59-1"),
     ("Aluminiumlegierungen", "aluminium", "6061-T6"), ("Baustahl", "steel", "Q235"), ("钛合金", "titanium", "TC4")],
)  # fmt: skip
def test_a_family_is_no_grade_but_has_the_range_of_its_grades(name, family, first):
    found = material(name)
    assert (found.id, found.grades[0]) == (family, first)
    for one in (material(g) for g in found.grades):
        assert found.price_minor[0] <= one.price_minor[0] < one.price_minor[1] <= found.price_minor[1]
    with pytest.raises(Refused) as caught:
        grade(name)
    assert caught.value.code == "demand.material_family"
    assert first in caught.value.facts["near"]


@pytest.mark.parametrize(
    ("one", "other", "held"),
    [("stainless", "304", "304"), ("SUS304", "不锈钢", "SUS304"), ("6061", "AL6061", "6061"), ("45", "304", ""),
     ("黄铜", "T2", ""), ("steel", "Cr12MoV", "Cr12MoV"), ("XYZ-9", "xyz-9", "XYZ-9"), ("XYZ-9", "45", "")],
)  # fmt: skip
def test_the_exacter_of_two_names_holds_unless_they_differ(one, other, held):
    assert narrowed(one, other) == held


@pytest.mark.parametrize("name", ["unobtainium", "6069", "xx", "304L7"])
def test_an_unknown_material_is_never_guessed(name):
    with pytest.raises(Refused) as caught:
        material(name)
    assert caught.value.code.startswith("demand.unknown_material")


def test_every_price_is_a_range_and_every_density_possible():
    for stuff in materials():
        assert 0 < stuff.price_minor[0] < stuff.price_minor[1]
        assert 500 < stuff.density_kg_m3 < 20_000
        assert stuff.chips_minor[1] < stuff.price_minor[1]


def test_a_bar_weighs_what_it_should():
    assert material("6061").weight_g(376_991) == 1018
