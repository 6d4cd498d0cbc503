"""Sheet metal: cut to outline with its plain holes, taps and sinks drilled, edges broken, then bent."""

from __future__ import annotations

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.draft import Draft
from cofab.core.proposition.demand.minutes import Times, deburring_s, drilling_s
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.setups import clampings

REFERENCE_UM = 3_000
CUTS = ("laser-cutting", "abrasive-water-jet-cutting", "turret-punching")


def make_sheet(draft: Draft) -> None:
    """Add what makes a sheet part: cutting, drilling where a hole is more than a cut, deburring, bending."""
    sheet = draft.needs.sheet
    if sheet is None:
        return
    drilled = drilled_of(draft)
    cut = tuple(h for h in draft.needs.holes if h not in drilled)
    draft.add("cutting", (sheet, *cut), cutting_s(draft, sheet, len(cut)), 1, 100)
    if drilled:
        sides = max(1, len(clampings(drilled)))
        times = drilling_s(
            drilled, draft.group, sides, draft.needs.threads, draft.needs.fits_among(drilled), draft.rules
        )
        draft.add("drilling", drilled, times, sides, draft.tolerance_um(drilled))
    draft.add("deburring", (), deburring_s(draft.part, draft.rules))
    bends = tuple(f for f in draft.part.features if f.kind == "bend")
    if bends:
        p = draft.rules["bending"]
        terms = (("bend_s", len(bends)),)
        draft.add("bending", bends, Times(p["set_up_s"], p["bend_s"] * len(bends), terms), 1, 200,
                  frozenset({"press-brake-bending"}))  # fmt: skip


def drilled_of(draft: Draft) -> tuple[Feature, ...]:
    """Return the holes that a cutter does not finish: tapped, fitted, sunk, or narrower than the sheet is thick."""
    sheet = draft.needs.sheet
    thick = int(sheet.facts.get("thickness_um", 0)) if sheet is not None else 0
    return tuple(
        h for h in draft.needs.holes
        if h.id in draft.needs.threads or h.id in draft.needs.fits or h.diameter_um < thick
        or h.facts.get("form", "plain") != "plain" or h.kind == "hole.blind"
    )  # fmt: skip


def cutting_s(draft: Draft, sheet: Feature, holes: int) -> Times:
    """Return the times for cutting the outline and holes of a sheet."""
    thick = int(sheet.facts.get("thickness_um", 0)) or min(draft.part.size_um)
    return Times(*plate_cut_s(draft.part, thick, holes, draft.rules))


def plate_cut_s(part: Part, thick_um: int, holes: int, rules: RuleSet) -> tuple[int, int]:
    """Return (once, a piece) for cutting a part from plate: edge by speed, slower where thicker, a pierce each.

    The edge is what the surface has more than two sides of the plate, by its thickness.
    """
    p = rules["cutting"]
    thick = max(1, thick_um)
    edge_mm = max(0, part.area_mm2 - 2000 * part.volume_mm3 // thick) * 1000 // thick
    speed = max(1, p["cut_mm_per_min"] * REFERENCE_UM // max(thick, REFERENCE_UM // 3))
    return p["programme_s"] + p["set_up_s"], p["prepare_s"] + 60 * edge_mm // speed + p["pierce_s"] * (holes + 1)
