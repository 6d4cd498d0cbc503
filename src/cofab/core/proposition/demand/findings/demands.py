"""Rules for what the buyer asks of a part: fits, tolerances, surfaces, films, material against process, size."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.findings.model import Case, Finding
from cofab.core.proposition.demand.fits import grade_of, growth_um, width_um
from cofab.core.proposition.demand.questions import TOLERANCE_STATE, matters

COATING = declare(
    "demand.coating_fit",
    "The film takes {measured} µm of a tolerance {limit} µm wide: say when the fit holds, before or after.",
)
COATING_THREAD = declare(
    "demand.coating_thread", "The film takes {measured} µm of the thread's pitch diameter; {limit} µm are to spare."
)
MASK_THREAD = declare("demand.change_mask_thread", "Plug the threads, or cut them larger before the film.")
FINE_FIT = declare(
    "demand.fine_fit", "IT{measured} is finer than {process} holds, IT{limit}: it is ground, honed or reamed slowly."
)
COARSER_FIT = declare("demand.change_fit", "Where the function allows it, take IT{limit}.")
FINE_TOLERANCE = declare(
    "demand.fine_tolerance", "A general tolerance of {measured} µm is finer than workshops hold throughout, {limit} µm."
)
ONLY_WHERE = declare("demand.change_tolerance", "Ask for it only on the faces that need it.")
FINE_SURFACE = declare(
    "demand.fine_surface", "Ra {measured} nm is smoother than cutting leaves, {limit} nm: it is ground or polished."
)
ROUGHER = declare("demand.change_surface", "Where the function allows it, take Ra {limit} nm.")
TOO_LARGE = declare(
    "demand.too_large",
    "The part is {measured} µm long where the largest machine offered for {process} takes {limit} µm.",
)
SPLIT_UP = declare("demand.change_size", "Make it of parts that are joined, or ask firms outside the region.")
UNFIT = declare("demand.unfit_material", "{process} does not suit {material}.")
UNWELDABLE = declare("demand.unweldable", "{material} cracks when it is welded.")
OTHER_FINISH = declare("demand.change_finish", "Usual for this material: {usual}.")
OTHER_MATERIAL = declare("demand.change_material", "Weld 6061-T6, 5052, Q235 or 304, or screw it together.")
USUAL = {
    "aluminium": "decorative-anodising, hard-anodising, powder-coating",
    "steel": "zinc-electroplating, blackening-and-phosphating, powder-coating",
    "stainless": "pickling-and-passivation, polishing-and-vibratory-finishing",
    "copper": "electroless-nickel-plating, chrome-plating",
    "titanium": "decorative-anodising, blasting-finish",
}


def films(case: Case) -> Iterable[Finding]:
    """Find fits and threads that a film uses up."""
    for finish in (f for f in case.brief.finishes if f.film_um):
        growth = growth_um(finish.film_um, finish.family)
        for f in case.part.features:
            callout = case.needs.fits.get(f.id)
            if callout is None or TOLERANCE_STATE in case.brief.answers:
                continue
            if matters(finish, callout.diameter_um, callout.fit):
                yield case.found(
                    "coating_fit", COATING, "", width_um(callout.diameter_um, callout.fit), 2 * growth, [f]
                )
        tapped = [f for f in case.part.features if f.id in case.needs.threads]
        if tapped and 4 * growth > case.limit("coating_thread"):
            limit = case.limit("coating_thread")
            yield case.found("coating_thread", COATING_THREAD, MASK_THREAD, limit, 4 * growth, tapped)


def fits(case: Case) -> Iterable[Finding]:
    """Find fits and surfaces finer than the process that makes them holds."""
    for f in case.part.features:
        callout = case.needs.fits.get(f.id)
        if callout is None:
            continue
        process = "turning" if f.kind.startswith(("turned.", "bore.")) else (
            "drilling" if f.kind.startswith("hole.") else "milling")  # fmt: skip
        grade, limit = grade_of(callout.fit), case.limit("fine_fit", process)
        if 0 < grade < limit:
            yield case.found("fine_fit", FINE_FIT, COARSER_FIT, limit, grade, [f], process=process)
    yield from _surfaces(case)


def _surfaces(case: Case) -> Iterable[Finding]:
    limit = case.limit("fine_surface", "turning" if case.part.turned else "milling")
    finest = min((c.ra_nm for c in case.brief.callouts if c.ra_nm), default=0)
    if 0 < finest < limit:
        touched = [
            f
            for f in case.part.features
            if any(
                c.ra_nm == finest and abs(c.diameter_um - f.diameter_um) <= 100
                for c in case.brief.callouts
                if c.diameter_um
            )
        ]
        yield case.found("fine_surface", FINE_SURFACE, ROUGHER, limit, finest, touched)
    general = case.brief.tolerance_um
    if 0 < general < case.limit("fine_tolerance"):
        yield case.found("fine_tolerance", FINE_TOLERANCE, ONLY_WHERE, case.limit("fine_tolerance"), general)


def sizes(case: Case) -> Iterable[Finding]:
    """Find processes for which no machine offered takes the part."""
    wanted = sorted(case.part.size_um)
    for process, spaces in sorted(case.machines.items()):
        room = [sorted(space) for space in spaces]
        if not room or any(all(w <= s for w, s in zip(wanted, space, strict=True)) for space in room):
            continue
        largest = max(room, key=lambda space: (space[2], space[1], space[0]))
        over = next((k for k in (2, 1, 0) if wanted[k] > largest[k]), 2)
        yield case.found("too_large", TOO_LARGE, SPLIT_UP, largest[over], wanted[over], process=process)


def materials(case: Case) -> Iterable[Finding]:
    """Find finishes and treatments that the material does not take, and welds that crack."""
    unfit = case.rules["unfit"]
    asked = [(f.process, f.family) for f in case.brief.finishes] + [(t.process, "heat_treatment") for t in
                                                                  case.brief.treatments]  # fmt: skip
    for process, family in asked if case.group else []:
        suited = unfit.get(process, unfit.get(family))
        if suited is not None and case.group not in suited:
            change = OTHER_FINISH if case.group in USUAL else ""
            yield case.found("unfit_material", UNFIT, change, 0, 0, (), process=process or family,
                             material=case.material, usual=USUAL.get(case.group, ""))  # fmt: skip
    if case.needs.welds and case.material in case.rules["unweldable"]:
        yield case.found("unfit_material", UNWELDABLE, OTHER_MATERIAL, 0, 0, case.needs.welds, material=case.material)
