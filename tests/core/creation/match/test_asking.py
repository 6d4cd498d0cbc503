"""A sentence becomes a search: process, hours, days, kilometres; what was not read is not guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cofab.core.creation.match.asking import checked, operation_of, read_wanted, wanted_from
from cofab.core.creation.match.waiting import LIFE
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.text.reading import Places

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)  # a Monday, eleven o'clock in Shanghai
PLACES = Places({"fenghua": ["奉化", "Fenghua"], "zeguo": ["泽国", "Zeguo"]})
FIVE = "5-axis-simultaneous-milling"


def read(text):
    """Read a sentence on that Monday, asked from home."""
    return read_wanted(text, NOW, "Asia/Shanghai", "home", PLACES)[0]


@pytest.mark.parametrize(
    ("text", "process", "family", "hours", "days", "km", "town"),
    [
        (
            "who has a five-axis free for 12 hours next week within 100 km",
            FIVE,
            "",
            12,
            ("12-07", "12-14"),
            100,
            "home",
        ),
        ("谁有五轴下周空12小时，100公里以内", FIVE, "", 12, ("12-07", "12-14"), 100, "home"),
        ("奉化附近30公里内明天车床空4小时", "", "turning", 4, ("12-01", "12-02"), 30, "fenghua"),
        ("turn-mill 2 days this week near Zeguo", "turn-mill-machining", "", 16, ("11-30", "12-07"), 0, "zeguo"),
        ("a grinder for 1.5 h by 4 Dec", "", "grinding", 1.5, ("11-30", "12-05"), 0, "home"),
        ("something for 3 hours", "", "", 3, ("11-30", "12-08"), 0, "home"),
        ("下下周磨床", "", "grinding", 8, ("12-14", "12-21"), 0, "home"),
    ],
)
def test_a_sentence_is_read(text, process, family, hours, days, km, town) -> None:
    found = read(text)
    assert (found.process, found.family, found.seconds, found.within_km, found.town) == (
        process, family, hours * 3600, km, town,
    )  # fmt: skip
    assert tuple(f"{at:%m-%d}" for at in (found.start, found.end)) == days


def test_what_machines_must_hold_is_read_too() -> None:
    found = read("5-axis for 6061-T6, ±0.02, 300x200x100 mm, iso 9001")
    assert (found.tolerance_um, found.size_um) == (20, (300_000, 200_000, 100_000))
    assert (found.material, found.certificate) == ("6061-T6", "iso-9001")
    need = operation_of(found, {FIVE: frozenset({"milling"})}).requirement
    assert (need.process, need.any_of, need.material) == ("milling", {FIVE}, "aluminium")
    assert need.certificates == {"iso-9001"}


def test_a_search_survives_storage_and_is_cut_to_the_future() -> None:
    found = read("lathe this week")
    assert wanted_from(found.as_json()) == found
    later = found.start + timedelta(days=1)
    assert checked(found, later).start == later
    for wrong in (
        replace(found, end=found.start),
        replace(found, end=NOW + timedelta(days=91)),
        replace(found, seconds=0),
    ):
        with pytest.raises(Refused, match="window"):
            checked(wrong, NOW)
    with pytest.raises(Refused, match="window"):
        checked(found, found.end)


def test_a_wait_is_told_once_and_ends() -> None:
    assert LIFE.after("waiting", "open") == "told"
    assert LIFE.final == {"ended", "over"}
