"""Materials by name, in two languages."""

import pytest

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.material import material, materials


@pytest.mark.parametrize(
    ("name", "found"),
    [("6061", "6061-T6"), ("6061 T6", "6061-T6"), ("45#", "45"), ("sus304", "304"), ("黄铜", "H59"),
     ("Aluminiumlegierungen", "6061-T6"), ("Baustahl", "Q235"), ("ti-6al-4v", "TC4"), ("不锈钢", "304"),
     ("Edelstahl", "304"), ("Gusseisen", "HT250"), ("Stahl", "Q235"), ("Titanlegierungen", "TC4"), ("铸铁", "HT250")],
)  # fmt: skip
def test_a_material_is_known_by_any_of_its_names(name, found):
    assert material(name).id == found


@pytest.mark.parametrize("name", ["unobtainium", "6063", "xx", "304L7"])
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
