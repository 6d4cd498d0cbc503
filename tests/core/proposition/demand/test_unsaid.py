"""What a file leaves unsaid is asked, and an answer in a person's own words is read or refused, never guessed."""

from __future__ import annotations

import pytest

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import Field, part_drawn
from cofab.core.proposition.demand.unsaid import SIZE, THICKNESS, lengths_of, size_read, typed, unsaid


def length(um, turned=False):
    return Field("dimension", {"kind": "length", "nominal_um": um, "count": 1}, "", 0, (0, 0, 1, 1), "", 100, turned)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("2", "2 mm"), ("2.50 mm", "2.5 mm"), ("12毫米", "12 mm")],
)
def test_a_thickness_is_one_length(said, kept):
    assert typed(THICKNESS, said) == kept
    assert lengths_of(kept) == lengths_of(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("98x46", "98 x 46 mm"), ("⌀98 × 46", "98 x 46 mm"), ("120*70*5 mm", "120 x 70 x 5 mm"), ("98，46", "98 x 46 mm")],
)
def test_a_size_is_a_box_or_a_round_bar(said, kept):
    assert typed(SIZE, said) == kept
    assert lengths_of(kept) == lengths_of(said)


@pytest.mark.parametrize("said", ["", "0", "-2", "two", "2 x 3", "1e9", "9999999"])
def test_what_is_no_thickness_is_refused(said):
    with pytest.raises(Refused, match="not_a_length"):
        typed(THICKNESS, said)


@pytest.mark.parametrize("said", ["", "98", "98 x 0", "1 x 2 x 3 x 4", "98 by 46"])
def test_what_is_no_size_is_refused(said):
    with pytest.raises(Refused, match="not_a_size"):
        typed(SIZE, said)


def test_unit_and_thickness_are_asked_with_usual_answers():
    asked = {q.id: q for q in unsaid("a.dxf", {"units": "unknown", "thickness": "unknown"})}
    assert [o.id for o in asked["units"].options] == ["mm", "cm", "m", "inch"]
    assert all(len(lengths_of(o.id)) == 1 for o in asked["thickness"].options)
    assert unsaid("a.dxf", {"units": "mm", "thickness": "known"}) == ()


def test_a_size_read_from_views_is_asked_and_the_answer_rules():
    fields = [length(90_000), length(60_000, turned=True), length(12_000)]
    read = part_drawn("plate", fields)
    question = size_read(read)
    assert question.options[0].id == "90 x 60 x 12 mm"
    assert part_drawn("plate", fields, (), lengths_of(question.options[0].id)) == read
    told = part_drawn("plate", fields, (), lengths_of("46 x 30 x 12"))
    assert told.size_um == (46_000, 30_000, 12_000) and not told.turned
    assert part_drawn("bar", [], (), lengths_of("98 x 46")).turned
