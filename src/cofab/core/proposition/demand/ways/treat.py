"""Heat treatment and grinding, from what is asked of the part: hardness, case depth, fits, roughness.

A steel hardened to 35 HRC is still cut, so it is treated first; a harder one after cutting, and then what must fit is
ground. Source: workshop practice; grades that cutting holds are those of the finding `fine_fit`.
"""

from __future__ import annotations

from dataclasses import replace

from cofab.core.proposition.demand.brief import Brief, Treatment
from cofab.core.proposition.demand.draft import Draft
from cofab.core.proposition.demand.fits import grade_of
from cofab.core.proposition.demand.minutes import Times, grinding_s
from cofab.core.proposition.demand.part import Feature
from cofab.core.proposition.demand.ways.processes import DEFAULT_PROCESSES, Piece, family_of, operation_of

CUT_TO_HRC = 35
HARD_FILM_FROM_HRC = 35
GRIND_GRADE = 6
GRIND_HARD_GRADE = 8
GRIND_RA_NM = 800
FINE_WELDMENT_UM = 60


HARDENED = "hardening"


def process_of(treatment: Treatment, group: str) -> str:
    """Return the vocabulary id of a treatment: as said, else by hardness, case depth and material.

    A drawing that says no more than "hardened" names none: hardness and material decide, and it is never tempered soft.
    """
    if treatment.process and treatment.process != HARDENED:
        return treatment.process
    if group == "aluminium":
        return (
            "hard-anodising" if treatment.hardness_hrc >= HARD_FILM_FROM_HRC else "annealing-stress-relief-and-ageing"
        )
    if treatment.depth_um:
        return "nitriding" if treatment.depth_um <= 500 else "carburising-and-hardening"
    if group == "steel" and treatment.hardness_hrc <= CUT_TO_HRC and not treatment.process:
        return "quenching-and-tempering"
    return "vacuum-hardening"


def treated(brief: Brief) -> Brief:
    """Return the brief with the heat treatments that stand among its finishes where they belong."""
    heats = tuple(f for f in brief.finishes if is_heat(f.process))
    if not heats:
        return brief
    known = {t.process for t in brief.treatments}
    more = tuple(Treatment(f.process) for f in heats if f.process not in known)
    rest = tuple(f for f in brief.finishes if f not in heats)
    return replace(brief, finishes=rest, treatments=(*brief.treatments, *more))


def is_heat(process: str) -> bool:
    """Tell whether a vocabulary id is a heat treatment."""
    return process in DEFAULT_PROCESSES.values and family_of(process) == "heat_treatment"


def before_cutting(draft: Draft) -> None:
    """Add the treatments after which the part is still cut, and the stress relief of a weldment cut finely."""
    for treatment in draft.brief.treatments:
        if _first(treatment, draft.group):
            _add(draft, process_of(treatment, draft.group))


def relieve(draft: Draft) -> None:
    """Add the stress relief of a weldment of which fine tolerances are asked."""
    fine = draft.needs.fits or 0 < draft.brief.tolerance_um <= FINE_WELDMENT_UM
    if draft.needs.welds and fine and draft.group in ("steel", "stainless", "aluminium", ""):
        _add(draft, "annealing-stress-relief-and-ageing")


def after_cutting(draft: Draft) -> None:
    """Add the treatments that make the part too hard to cut, then grinding of what must fit or shine."""
    for treatment in draft.brief.treatments:
        if not _first(treatment, draft.group):
            _add(draft, process_of(treatment, draft.group))
    for family, process, features in grinds_of(draft):
        tolerance = draft.needs.tolerance_um(features, draft.brief.tolerance_um or 20)
        times = grinding_s(features, draft.part, draft.rules)
        draft.add("grinding", features, times, 1, tolerance, frozenset({process}), "", "grinder" if family else "")


def grinds_of(draft: Draft) -> list[tuple[str, str, tuple[Feature, ...]]]:
    """Return (family, process, features) of the grinding asked for: round, honed, flat."""
    hard = any(not _first(t, draft.group) and t.hardness_hrc > CUT_TO_HRC for t in draft.brief.treatments)
    worst = GRIND_HARD_GRADE if hard else GRIND_GRADE
    asked = [f for f in draft.part.features if f.id in draft.needs.fits and _fine(draft, f, worst)]
    round_ones = tuple(f for f in asked if f.kind.startswith(("turned.", "bore.")))
    holes = tuple(f for f in asked if f.kind.startswith("hole."))
    flat = tuple(f for f in asked if f not in round_ones and f not in holes)
    found = []
    if round_ones:
        found.append(("grinding", "cylindrical-grinding", round_ones))
    if holes:
        found.append(("honing", "honing", holes))
    shine = any(0 < c.ra_nm <= GRIND_RA_NM and not c.diameter_um for c in draft.brief.callouts)
    if flat or (shine and not draft.part.turned):
        found.append(("grinding", "surface-grinding", flat))
    return found


def _fine(draft: Draft, feature: Feature, worst: int) -> bool:
    callout = draft.needs.fits[feature.id]
    return 0 < grade_of(callout.fit) <= worst or 0 < callout.ra_nm < GRIND_RA_NM


def _first(treatment: Treatment, group: str) -> bool:
    """Tell whether the part is cut after the treatment."""
    return process_of(treatment, group) in ("quenching-and-tempering", "annealing-stress-relief-and-ageing")


def _add(draft: Draft, process: str) -> None:
    part = draft.part
    made = operation_of(process, Piece(part.size_um, draft.weight_g, part.area_mm2, draft.group))
    times = Times(made.setup_s, made.run_s)
    draft.add(made.process, (), times, 1, 0, frozenset({process}), "", made.requirement.skill)
