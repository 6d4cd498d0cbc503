"""Which offers can do which operation, with every reason why the others cannot.

Promises: an offer is refused for all its reasons at once; an offer without reasons fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cofab.core.creation.match.model import Matches, Reason, Refusal
from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.routing import Operation, Requirement
from cofab.core.proposition.publish.offer import Offer
from cofab.core.proposition.publish.vocabulary import material_group

PROCESS = declare("match.process", "It does not do {needed}.")
SIZE = declare("match.size", "The part of {needed_um} um does not fit its space of {there_um} um.")
TOLERANCE = declare("match.tolerance", "It holds {there_um} um, {needed_um} um are asked for.")
MATERIAL = declare("match.material", "It does not work {needed}.")
CERTIFICATE = declare("match.certificate", "The firm has no certificate {needed}.")
EXPIRED = declare("match.certificate_expired", "The firm's certificate {needed} has expired.")
LICENCE = declare("match.licence", "{family} is only allowed at a site licensed for it ({needed}).")
SKILL = declare("match.skill", "It needs people skilled in {needed}; this machine is run for {there}.")
NO_WINDOW = declare("match.no_window", "Its calendar has no free time.")
TOO_SHORT = declare("match.too_short", "It needs {needed_s} s without other work between; the longest is {there_s} s.")
MINIMUM = declare("match.minimum", "It takes {least} pieces or more, {asked} are asked for.")


def candidates(
    offers: Sequence[Offer],
    operations: Sequence[Operation],
    quantity: int,
    licences: Mapping[str, str],
    least_s: Mapping[str, int] | None = None,
) -> Matches:
    """Try every offer on every operation of `quantity` pieces.

    `licences` maps a process family to the certificate a site needs for it; `least_s` gives for each operation the
    seconds that the smallest batch takes, which must fit between other work.
    """
    refused: list[Refusal] = []
    matched: dict[str, tuple[str, ...]] = {}
    longest = {offer.id: longest_stretch_s(offer) for offer in offers}
    for op in operations:
        fits = []
        for offer in offers:
            reasons = (
                *_ability(offer, op, quantity, licences),
                *_time(longest[offer.id], (least_s or {}).get(op.id, 0)),
            )
            if reasons:
                refused.append(Refusal(offer.id, op.id, reasons))
            else:
                fits.append(offer.id)
        matched[op.id] = tuple(fits)
    return Matches(matched, tuple(refused))


def _ability(offer: Offer, op: Operation, quantity: int, licences: Mapping[str, str]) -> Iterable[Reason]:
    need = op.requirement
    if need.process not in offer.families or (need.any_of and not need.any_of & offer.processes):
        yield Reason(PROCESS, {"needed": need.process, "any_of": sorted(need.any_of)})
    yield from _dimensions(offer, need)
    if need.material and offer.materials and not {need.material, material_group(need.material)} & offer.materials:
        yield Reason(MATERIAL, {"needed": need.material, "there": sorted(offer.materials)})
    yield from _papers(offer, need, licences)
    if need.skill and offer.skill and need.skill != offer.skill:
        yield Reason(SKILL, {"needed": need.skill, "there": offer.skill})
    if quantity < offer.minimum_pieces:
        yield Reason(MINIMUM, {"least": offer.minimum_pieces, "asked": quantity})


def _dimensions(offer: Offer, need: Requirement) -> Iterable[Reason]:
    """Compare sizes sorted: a part may be turned round to fit. Zero means not stated."""
    wanted, space = sorted(need.size_um), sorted(offer.envelope_um)
    if any(space) and any(w > s for w, s in zip(wanted, space, strict=True)):
        yield Reason(SIZE, {"needed_um": list(need.size_um), "there_um": list(offer.envelope_um)})
    if need.tolerance_um and offer.tolerance_um > need.tolerance_um:
        yield Reason(TOLERANCE, {"needed_um": need.tolerance_um, "there_um": offer.tolerance_um})


def _papers(offer: Offer, need: Requirement, licences: Mapping[str, str]) -> Iterable[Reason]:
    for code in sorted(need.certificates - offer.certificates):
        yield Reason(EXPIRED if code in offer.expired else CERTIFICATE, {"needed": code})
    licence = licences.get(need.process)
    if licence and licence not in offer.certificates:
        yield Reason(LICENCE, {"family": need.process, "needed": licence})


def _time(longest_s: int, needed_s: int) -> Iterable[Reason]:
    if not longest_s:
        yield Reason(NO_WINDOW)
    elif longest_s < needed_s:
        yield Reason(TOO_SHORT, {"needed_s": needed_s, "there_s": longest_s})


def longest_stretch_s(offer: Offer) -> int:
    """Return the most attended seconds that an offer has without other work between."""
    total: dict[int, int] = {}
    for n, window in enumerate(offer.windows):
        stretch = offer.stretches[n] if offer.stretches else n
        total[stretch] = total.get(stretch, 0) + window.seconds
    return max(total.values(), default=0)
