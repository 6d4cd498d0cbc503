"""Who has a machine free: those who show their calendars with their windows, the others without a word about time.

Promises: only calendars that their owners opened are looked into; whether a machine shown on request is idle can be
read from no answer, neither from its place nor from its absence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cofab.apps.base.clock import now
from cofab.apps.creation.match.ranking import road_km
from cofab.apps.proposition.publish.selectors import market_between, opened, openings_of, processes, region_map
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.match.asking import FAR, Wanted, operation_of
from cofab.core.creation.match.candidates import candidates
from cofab.core.creation.match.earliest import earliest_slot
from cofab.core.creation.match.model import Reason
from cofab.core.kernel.window import Window
from cofab.core.proposition.publish.offer import Offer

MOST, NEAREST = 200, 12


@dataclass(frozen=True)
class Found:
    """A machine that fits: the offer with the windows that may be shown, names, distance, the first slot if shown."""

    offer: Offer
    machine: str
    firm: str
    firm_pk: int
    town: str
    km: int
    slot: Window | None = None
    minimum_slot_s: int = 0
    notice_s: int = 0

    @property
    def key(self) -> str:
        """Return the machine's key."""
        return self.offer.id


@dataclass(frozen=True)
class Missed:
    """A machine that is out for one reason."""

    machine: str
    firm: str
    reason: Reason


@dataclass(frozen=True)
class Answer:
    """What a search found: open ones by time, those to ask, near misses, and how many machines were looked at."""

    free: list[Found]
    ask: list[Found]
    near: list[Missed]
    looked: int


def find(wanted: Wanted, without: Collection[int] = ()) -> Answer:
    """Return who fits, without the machines of some organisations (pks)."""
    places = region_map()
    op = operation_of(wanted, {row.id: frozenset(row.families) for row in processes()})
    licences = current("plan")["licences"]
    whole = Window(wanted.start.astimezone(UTC), wanted.end.astimezone(UTC))
    free, ask, near, looked = [], [], [], 0
    rows = [row for row in market_between(whole.start, whole.end) if row[0].organisation_id not in without]
    said = openings_of([machine for machine, _offer in rows], whole)
    for machine, known in rows:
        looked += 1
        shown = opened(machine, [whole], said.get(machine.pk, ()))
        seconds = max(wanted.seconds, machine.minimum_slot_s)
        km = road_km(places, known.town, wanted.town) if wanted.town else 0
        offer = _within(known, shown)
        slot = earliest_slot(offer, _soonest(wanted, machine.notice_s), seconds)
        if not slot and shown != [whole]:
            offer = _timeless(known, whole, wanted.seconds)
        out = [r for one in candidates([offer], [op], 1, licences, {op.id: seconds}).refused for r in one.reasons]
        if wanted.within_km and km > wanted.within_km:
            out.append(Reason(FAR, {"there_km": km, "asked_km": wanted.within_km}))
        if not out and not slot and shown == [whole]:
            out.append(Reason("match.no_window"))
        firm = machine.organisation
        if out:
            if len(out) == 1 and out[0].code != "match.process":
                near.append(Missed(machine.label, firm.name, out[0]))
            continue
        one = Found(offer, machine.label, firm.name, firm.pk, firm.town, km, slot, machine.minimum_slot_s,
                    machine.notice_s)  # fmt: skip
        (free if slot else ask).append(one)
    free.sort(key=lambda one: (one.slot.end if one.slot else whole.end, one.offer.rate_minor_per_h, one.key))
    ask.sort(key=lambda one: (one.km, one.offer.rate_minor_per_h, one.key))
    return Answer(free[:MOST], ask[:MOST], near[:NEAREST], looked)


def _soonest(wanted: Wanted, notice_s: int) -> datetime:
    return max(wanted.start, now() + timedelta(seconds=notice_s)).astimezone(UTC)


def _within(offer: Offer, shown: Sequence[Window]) -> Offer:
    """Return an offer with the windows that everybody may see; no stretch of work reaches into what is not shown."""
    windows, stretches, last = [], [], -1
    for part in shown:
        begin = last + 1
        for n, window in enumerate(offer.windows):
            if piece := window.cut(part):
                last = begin + (offer.stretches[n] if offer.stretches else n)
                windows.append(piece)
                stretches.append(last)
    return replace(offer, windows=tuple(windows), stretches=tuple(stretches), hands=())


def _timeless(offer: Offer, whole: Window, seconds: int) -> Offer:
    """Return an offer whose calendar says nothing: free throughout, and long enough for anything."""
    end = whole.end + timedelta(seconds=4 * seconds) + timedelta(days=30)
    return replace(offer, windows=(Window(whole.start, end),), stretches=(), hands=())
