"""The life of an order, read off the steps' lifecycles."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cofab.core.creation.agree.lifecycle import ORDER, REQUEST
from cofab.core.creation.deliver.acceptance import ACCEPTANCE
from cofab.core.creation.deliver.shipment import SHIPMENT
from cofab.core.creation.produce.work import WORK
from cofab.core.order import DONE, ENDED, LIFE, Facts, life, progress_ppm, standing

FACTS = st.builds(
    Facts,
    order=st.sampled_from(ORDER.states),
    requests=st.lists(st.sampled_from(REQUEST.states), max_size=3).map(tuple),
    payment=st.sampled_from(["none", "asked", "secured", "released"]),
    work=st.lists(st.sampled_from(WORK.states), max_size=3).map(tuple),
    machine_down=st.booleans(),
    inspection=st.sampled_from(["", "passed", "failed"]),
    shipments=st.lists(st.sampled_from(SHIPMENT.states), max_size=2).map(tuple),
    acceptance=st.sampled_from(ACCEPTANCE.states),
    rated=st.integers(0, 2),
)


@given(FACTS)
def test_an_order_stands_at_one_stop_at_most(facts):
    open_stops = [station for station in life(facts) if station.state in {"now", "trouble"}]
    assert len(open_stops) <= 1
    assert len(life(facts)) == len(LIFE)
    if facts.order in ENDED:
        assert standing(facts) is None
    elif open_stops:
        assert standing(facts) == open_stops[0].stop


GOOD_LIFE = [
    (Facts(), "reserved"),
    (Facts(order="reserved", requests=("asked",)), "agreed"),
    (Facts(order="agreed", requests=("accepted",)), "signed"),
    (Facts(order="signed"), "secured"),
    (Facts(order="running", payment="secured", work=("running", "planned"), pieces_done=3, pieces=10), "produced"),
    (Facts(order="running", payment="secured", work=("done", "moved")), "inspected"),
    (Facts(order="running", payment="secured", work=("done",), inspection="passed"), "delivered"),
    (Facts(order="delivered", payment="secured", work=("done",), inspection="passed"), "accepted"),
    (Facts(order="accepted", payment="secured", work=("done",), inspection="passed"), "paid"),
    (Facts(order="accepted", payment="released", work=("done",), inspection="passed"), "rated"),
]


@pytest.mark.parametrize(("facts", "stop"), GOOD_LIFE, ids=[stop for _, stop in GOOD_LIFE])
def test_a_good_life_stops_everywhere_in_turn(facts, stop):
    assert standing(facts).name == stop


def test_a_closed_order_has_every_stop_done():
    facts = Facts(order="closed", payment="released", work=("done",), inspection="passed", rated=2)
    assert {station.state for station in life(facts)} == {DONE}
    assert standing(facts) is None


def test_a_machine_down_is_trouble_in_production():
    facts = Facts(order="running", payment="secured", work=("paused",), machine_down=True, pieces_done=6, pieces=10)
    assert {s.stop.name for s in life(facts) if s.state == "trouble"} == {"produced"}
    assert progress_ppm(facts) == 600_000


def test_every_state_of_an_order_is_known_here():
    assert {f.name for f in fields(Facts)} >= {"order", "payment", "work", "shipments"}
    for state in ORDER.states:
        assert life(Facts(order=state))
