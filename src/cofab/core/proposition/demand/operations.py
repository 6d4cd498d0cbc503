"""From features to a routing: which operations in which order, what each asks of a machine, and how long it takes."""

from __future__ import annotations

from dataclasses import replace

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.blank import blank_of
from cofab.core.proposition.demand.brief import Brief, Finish
from cofab.core.proposition.demand.doubts import settled
from cofab.core.proposition.demand.draft import GENERAL_TOLERANCE_UM, Draft
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, Material, material
from cofab.core.proposition.demand.minutes import (
    Times,
    deburring_s,
    drilling_s,
    hole_volume_mm3,
    milling_s,
    turning_s,
    welding_s,
    with_holes,
)
from cofab.core.proposition.demand.needs import Needs, needs_of
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.questions import MASK, PRESIZE, TOLERANCE_STATE, questions_of
from cofab.core.proposition.demand.routing import Routing
from cofab.core.proposition.demand.setups import clampings, usual_clampings
from cofab.core.proposition.demand.sheet import make_sheet
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES
from cofab.core.proposition.demand.ways.treat import after_cutting, before_cutting, grinds_of, relieve, treated


def routing_of(
    part: Part, brief: Brief, times: RuleSet = DEFAULT_TIMES, materials: RuleSet = DEFAULT_MATERIALS
) -> Routing:
    """Return how the part is made, and what must still be asked.

    Raises Refused (demand.unknown_material) where a material is named that the table does not hold.
    """
    brief = treated(settled(brief))
    stuff = material(brief.material, materials) if brief.material else None
    draft = Draft(
        part,
        brief,
        needs_of(part, brief),
        blank_of(part, brief),
        stuff.group if stuff else "",
        _weight(part, stuff),
        times,
    )
    draft.ground = frozenset(f.id for _, _, features in grinds_of(draft) for f in features)
    before_cutting(draft)
    _shape(draft)
    _deburr(draft)
    after_cutting(draft)
    _finish(draft)
    _inspect(draft)
    return Routing(tuple(draft.operations), questions_of(part, brief, draft.needs, materials))


def _weight(part: Part, stuff: Material | None) -> int:
    return stuff.weight_g(part.volume_mm3) if stuff else 0


def _shape(draft: Draft) -> None:
    """Add the operations that give the part its shape, the cheapest to fixture first."""
    needs = draft.needs
    if needs.sheet is not None and not needs.milled and not needs.welds and not draft.part.turned:
        make_sheet(draft)
        return
    before = len(draft.operations)
    if needs.welds:
        draft.add("welding", needs.welds, welding_s(needs.welds, draft.rules), len(needs.welds))
        relieve(draft)
    if draft.part.turned:
        _turn(draft)
    if needs.milled:
        _mill(draft)
    if needs.holes and not _holes_with_milling(draft):
        _drill(draft)
    if len(draft.operations) == before and draft.part.faces:
        _square_up(draft)


def _holes_with_milling(draft: Draft) -> bool:
    """A turned part is fixtured once for flats and holes together; a box goes on to the cheaper drill."""
    return draft.part.turned and bool(draft.needs.milled)


def _turn(draft: Draft) -> None:
    needs, part = draft.needs, draft.part
    sides = 2 if any(f.kind.startswith(("bore.", "groove.inner")) for f in needs.turned) else 1
    later = sum(hole_volume_mm3(h) for h in needs.holes)
    removed = max(0, draft.blank.volume_mm3 - part.volume_mm3 - later)
    times = turning_s(needs.turned, removed, draft.group, sides, needs.fits_among(needs.turned), draft.rules)
    tolerance = draft.tolerance_um(needs.turned)
    draft.add("turning", needs.turned, times, sides, tolerance)


def _mill(draft: Draft) -> None:
    needs = draft.needs
    together = _holes_with_milling(draft)
    features = (*needs.milled, *needs.holes) if together else needs.milled
    sides = max(1, len(clampings(features, draft.part.size_um)))
    removed = _milled_volume(draft, needs.milled)
    usual = len(usual_clampings(features, draft.part.size_um))
    times = milling_s(needs.milled, removed, draft.group, sides, needs.fits_among(needs.milled), draft.rules, usual)
    if together:
        fits = needs.fits_among(needs.holes)
        times = with_holes(times, needs.holes, draft.group, needs.threads, fits, draft.rules)
    tolerance = draft.tolerance_um(features)
    draft.add("milling", features, times, sides, tolerance)


def _milled_volume(draft: Draft, milled: tuple[Feature, ...]) -> int:
    """Return what the mill removes: a box's difference to its blank without the holes, else the features' boxes."""
    if not draft.part.turned and draft.part.solids == 1:
        holes = sum(hole_volume_mm3(h) for h in draft.needs.holes)
        return max(0, draft.blank.volume_mm3 - draft.part.volume_mm3 - holes)
    boxes = 0
    for feature in milled:
        x, y, z = feature.facts.get("size_um", (0, 0, 0))
        boxes += x * y * z // 10**9
    return boxes


def _drill(draft: Draft) -> None:
    needs = draft.needs
    sides = max(1, len(clampings(needs.holes)))
    fits = needs.fits_among(needs.holes)
    times = drilling_s(needs.holes, draft.group, sides, needs.threads, fits, draft.rules)
    tolerance = draft.tolerance_um(needs.holes)
    draft.add("drilling", needs.holes, times, sides, tolerance)


def _square_up(draft: Draft) -> None:
    """A part without any feature is squared up on a mill."""
    removed = max(0, draft.blank.volume_mm3 - draft.part.volume_mm3)
    times = milling_s((), removed, draft.group, 1, 0, draft.rules)
    draft.add("milling", (), times, 1, draft.brief.tolerance_um or GENERAL_TOLERANCE_UM)


def _deburr(draft: Draft) -> None:
    """Add deburring where something was cut and nobody deburred yet."""
    if draft.done("turning", "milling", "drilling", "cutting") and not draft.done("deburring"):
        draft.add("deburring", (), deburring_s(draft.part, draft.rules))


def _finish(draft: Draft) -> None:
    """Add the surface treatments asked for, masked where a fit is kept free of film."""
    for finish in draft.brief.finishes:
        draft.add(finish.family, (), _coating_s(draft), 1, 0, _processes(finish), _coating_note(draft))


def _processes(finish: Finish) -> frozenset[str]:
    if finish.process:
        return frozenset({finish.process})
    if finish.family == "anodising":
        return frozenset({"hard-anodising" if finish.film_um >= 25 else "decorative-anodising"})
    return frozenset()


def _coating_s(draft: Draft) -> Times:
    p = draft.rules["coating"]
    masked = masked_features(draft.brief, draft.needs)
    return Times(p["set_up_s"], p["hang_s"] + p["mask_s"] * masked)


def masked_features(brief: Brief, needs: Needs) -> int:
    """Return how many features are masked: the fits, where the buyer chose masking, and threads."""
    chosen = brief.answers.get(TOLERANCE_STATE) == MASK
    return (len(needs.fits) if chosen else 0) if brief.finishes else 0


def _coating_note(draft: Draft) -> str:
    answer = draft.brief.answers.get(TOLERANCE_STATE, "")
    return answer if answer in (MASK, PRESIZE) else ""


def _inspect(draft: Draft) -> None:
    """Add the inspection of fits, or of the general size where there are none: seconds for each measured piece."""
    p = draft.rules["inspection"]
    dimensions = max(4, len(draft.needs.fits) * 2 + len(draft.needs.threads) + 3)
    times = Times(p["set_up_s"] + p["first_article_s"], p["prepare_s"] + p["dimension_s"] * dimensions)
    features = tuple(f for f in draft.part.features if f.id in draft.needs.fits)
    draft.add("inspection", features, times, 1, 0, frozenset())


def renumbered(routing: Routing, prefix: str) -> Routing:
    """Return the routing with ids that start with `prefix`, for several parts in one demand."""
    ops = tuple(replace(o, id=prefix + o.id, after=tuple(prefix + a for a in o.after)) for o in routing.operations)
    return Routing(ops, routing.questions)
