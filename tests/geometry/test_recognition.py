"""One part of every family of the seeded generator: each feature that was made is found, and little else."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.insert(0, str(BENCH))

from parts import FAMILIES, make  # noqa: E402
from parts.solid import box, cut, rod, somewhere  # noqa: E402
from recognition import SILENT, compared, reach_of, set_ups  # noqa: E402

from cofab.geometry.graph import number_faces  # noqa: E402
from cofab.geometry.mesh import mesh_of  # noqa: E402
from cofab.geometry.recognise import part_of  # noqa: E402
from cofab.geometry.upright import graphs_of  # noqa: E402


def read(made):
    graphs = graphs_of(made.solids)
    number_faces(graphs)
    return part_of(made.name, graphs)


@pytest.mark.parametrize("number", range(2 * len(FAMILIES)), ids=lambda n: f"{list(FAMILIES)[n % len(FAMILIES)]}-{n}")
def test_what_was_made_is_found(number):
    made = make(5, number)
    part = read(made)
    features = [f for f in part.features if f.kind not in SILENT]
    _, missed, extra = compared(made.known, features)
    assert not missed
    assert not extra
    assert all(f.faces and max(f.faces) < part.faces for f in features)


def test_the_same_seed_gives_the_same_part():
    one, two = make(5, 3), make(5, 3)
    assert (one.name, one.unit, one.known) == (two.name, two.unit, two.known)
    assert make(6, 3).known != one.known


def test_a_modelled_thread_is_told_with_its_size():
    made = make(5, list(FAMILIES).index("tapped"))
    tapped = next(f for f in read(made).features if f.facts.get("thread"))
    assert tapped.facts["thread"] == next(k.sizes["thread"] for k in made.known if k.sizes["thread"])
    assert tapped.facts["pitch_um"] / tapped.facts["nominal_um"] == pytest.approx(1.25 / 8, rel=0.05)


def test_the_fewest_set_ups_follow_from_the_open_sides():
    known = [made for number in range(24) if (made := make(5, number)).reach]
    for made in known[:4]:
        assert set_ups(made.reach) == set_ups(reach_of(list(read(made).features)))


def test_a_features_faces_are_the_views_faces_in_any_position():
    hole_at = (30.0, 20.0)
    solid = cut(box((0, 0, 0), (60, 40, 20)), rod((*hole_at, -1), (0, 0, 1), 5, 30))
    (tilted,) = somewhere(random.Random(4), [solid])
    part = part_of("block", graphs_of([tilted]))
    (hole,) = part.features
    mesh = mesh_of("block", [tilted])
    assert len(mesh.faces) == part.faces + 1
    rows = [row for f in hole.faces for row in range(mesh.faces[f], mesh.faces[f + 1])]
    points = mesh.points[mesh.triangles[rows]].reshape(-1, 3)
    axis = np.array(hole.direction) / 1000
    across = points - points.mean(axis=0)
    across -= np.outer(across @ axis, axis)
    assert np.linalg.norm(across, axis=1) == pytest.approx(5.0, abs=0.02)
