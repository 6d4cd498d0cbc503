"""Why a machine is in or out: every reason at once, and the near misses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.match.candidates import candidates, longest_stretch_s
from cofab.core.creation.match.model import Matches
from cofab.core.kernel.refusal import CODES, sentence
from cofab.core.kernel.window import Window
from cofab.core.proposition.demand.routing import Operation, Requirement
from cofab.core.proposition.publish.offer import Offer

DAY = datetime(2026, 3, 2, tzinfo=UTC)
LATHE = Offer(
    id="m1",
    firm="f1",
    town="t",
    processes=frozenset({"cnc-turning"}),
    families=frozenset({"turning"}),
    envelope_um=(300_000, 300_000, 500_000),
    tolerance_um=20,
    materials=frozenset({"aluminium"}),
    certificates=frozenset({"iso-9001"}),
    rate_minor_per_h=5000,
    minimum_minor=20_000,
    windows=(Window(DAY, DAY + timedelta(hours=8)),),
)
TURN = Operation(
    "o1", "turning", Requirement("turning", size_um=(480_000, 100_000, 100_000), tolerance_um=25, material="6061-T6")
)
LICENCES = {"anodising": "discharge-permit"}


def _match(offer: Offer, need: Requirement, quantity: int = 10, least_s: int = 0) -> Matches:
    return candidates([offer], [replace(TURN, requirement=need)], quantity, LICENCES, {"o1": least_s})


def _codes(found: Matches) -> list[str]:
    return [reason.code.removeprefix("match.") for refusal in found.refused for reason in refusal.reasons]


def test_a_machine_that_can_do_it_is_in_whichever_way_round_the_part_lies() -> None:
    assert _match(LATHE, TURN.requirement).matched == {"o1": ("m1",)}


@pytest.mark.parametrize(
    ("offer", "need", "code"),
    [
        (LATHE, replace(TURN.requirement, process="milling"), "process"),
        (LATHE, replace(TURN.requirement, any_of=frozenset({"swiss-type-turning"})), "process"),
        (LATHE, replace(TURN.requirement, size_um=(310_000, 310_000, 10)), "size"),
        (LATHE, replace(TURN.requirement, tolerance_um=19), "tolerance"),
        (LATHE, replace(TURN.requirement, material="titanium"), "material"),
        (LATHE, replace(TURN.requirement, certificates=frozenset({"as-9100"})), "certificate"),
        (replace(LATHE, minimum_pieces=11), TURN.requirement, "minimum"),
        (replace(LATHE, windows=()), TURN.requirement, "no_window"),
        (replace(LATHE, skill="five-axis"), replace(TURN.requirement, skill="threading"), "skill"),
        (replace(LATHE, families=frozenset({"anodising"})), replace(TURN.requirement, process="anodising"), "licence"),
    ],
)
def test_each_reason_has_its_code_and_a_sentence(offer: Offer, need: Requirement, code: str) -> None:
    found = _match(offer, need)
    assert _codes(found) == [code]
    reason = found.refused[0].reasons[0]
    assert "{" not in sentence(reason.code, dict(reason.facts))
    assert f"match.{code}" in CODES


def test_an_expired_certificate_is_told_from_a_missing_one() -> None:
    old = replace(LATHE, certificates=frozenset(), expired=frozenset({"iso-9001"}))
    assert _codes(_match(old, replace(TURN.requirement, certificates=frozenset({"iso-9001"})))) == [
        "certificate_expired"
    ]


def test_all_reasons_come_at_once() -> None:
    need = replace(TURN.requirement, process="milling", tolerance_um=5, material="titanium")
    found = _match(replace(LATHE, windows=()), need)
    assert _codes(found) == ["process", "tolerance", "material", "no_window"]
    assert found.near == ()


def test_near_misses_lack_one_thing_that_is_not_the_process() -> None:
    near = _match(LATHE, replace(TURN.requirement, tolerance_um=10)).near
    assert [(r.machine, dict(r.reasons[0].facts)) for r in near] == [("m1", {"needed_um": 10, "there_um": 20})]
    assert _match(LATHE, replace(TURN.requirement, process="milling")).near == ()


def test_work_may_pause_over_night_but_not_over_other_work() -> None:
    night = (Window(DAY, DAY + timedelta(hours=8)), Window(DAY + timedelta(hours=24), DAY + timedelta(hours=32)))
    pausing = replace(LATHE, windows=night, stretches=(0, 0))
    broken = replace(LATHE, windows=night, stretches=(0, 1))
    assert (longest_stretch_s(pausing), longest_stretch_s(broken)) == (16 * 3600, 8 * 3600)
    assert _codes(_match(broken, TURN.requirement, least_s=10 * 3600)) == ["too_short"]
    assert _match(pausing, TURN.requirement, least_s=10 * 3600).matched == {"o1": ("m1",)}
