from django.utils.translation import override

from cofab.apps.proposition.demand.shapes import shapes

HOLE = {"kind": "hole.through", "diameter_um": 6_600, "depth_um": 15_000}
TAP = {"kind": "hole.blind", "diameter_um": 4_200, "depth_um": 12_000}
BORE = {"kind": "bore.through", "diameter_um": 47_000, "depth_um": 33_000}
FACE = {"kind": "turned.face", "diameter_um": 0, "depth_um": 0}


def test_equal_features_are_counted_and_faces_go_without_saying():
    with override("en"):
        assert shapes([HOLE] * 6 + [FACE] + [TAP] * 4 + [BORE]) == "6 × ⌀6.6 through · 4 × ⌀4.2, 12 deep · ⌀47 bore"
    with override("zh-hans"):
        assert shapes([HOLE, HOLE, BORE]) == "2 × ⌀6.6 通 · ⌀47 孔"


def test_a_long_list_ends_in_dots():
    bores = [{**BORE, "diameter_um": 1_000 * n} for n in range(10, 17)]
    with override("en"):
        assert shapes(bores).endswith(" · ⌀14 bore · …")
