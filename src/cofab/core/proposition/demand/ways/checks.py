"""The inspection plan: what is measured on how many pieces, with which gauge, between which limits.

Sources: ISO 286-2 deviations for holes H, JS and shafts h, js; other letters keep the width and are read from the
drawing. Sample by GB/T 2828.1 (`sampling`).
"""

from __future__ import annotations

from dataclasses import dataclass

from cofab.core.proposition.demand.brief import Brief, Callout
from cofab.core.proposition.demand.fits import width_um
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Feature, Part

PLUG_GAUGE_UM = 100_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to measure, on every piece or on the sample; limits in `unit`, 0 to 0 where a gauge tells."""

    kind: str
    faces: tuple[int, ...]
    instrument: str
    nominal: int
    low: int
    high: int
    unit: str
    every: bool = False
    text: str = ""


def checks_of(part: Part, brief: Brief, needs: Needs) -> tuple[Check, ...]:
    """Return the plan in the order of the part: fits, threads, surfaces, films, hardness, welds, size."""
    features = {f.id: f for f in part.features}
    found = [_fit(features[i], c) for i, c in needs.fits.items()]
    for thread in sorted(set(needs.threads.values())):
        faces = tuple(n for i, t in needs.threads.items() if t == thread for n in features[i].faces)
        found.append(Check("thread", faces, "thread-gauge", 0, 0, 0, "", text=thread))
    finest = min((c.ra_nm for c in brief.callouts if c.ra_nm), default=0)
    if finest:
        found.append(Check("surface", (), "roughness-tester", finest, 0, finest, "nm"))
    for finish in (f for f in brief.finishes if f.film_um):
        low, high = finish.film_um * 4 // 5, finish.film_um * 6 // 5
        found.append(Check("film", (), "film-gauge", finish.film_um, low, high, "um", text=finish.process))
    for treatment in (t for t in brief.treatments if t.hardness_hrc):
        hrc = treatment.hardness_hrc
        found.append(Check("hardness", (), "hardness-tester", hrc, hrc - 2, hrc + 2, "HRC", text=treatment.process))
    if needs.welds:
        faces = tuple(n for w in needs.welds for n in w.faces)
        found.append(Check("seam", faces, "eye-and-fillet-gauge", 0, 0, 0, "", every=True))
    return (*found, *_size(part, brief))


def _fit(feature: Feature, callout: Callout) -> Check:
    low, high = limits_um(callout.diameter_um, callout.fit)
    bore = callout.fit[:1].isupper()
    instrument = "plug-gauge" if bore and callout.diameter_um <= PLUG_GAUGE_UM else "micrometer"
    return Check("fit", feature.faces, instrument, callout.diameter_um, callout.diameter_um + low,
                 callout.diameter_um + high, "um", True, callout.fit)  # fmt: skip


def limits_um(diameter_um: int, fit: str) -> tuple[int, int]:
    """Return the lower and upper deviation of H, h, JS and js; other letters: none below, the width above."""
    width = width_um(diameter_um, fit)
    letter = fit.rstrip("0123456789")
    if letter == "h":
        return -width, 0
    return (-(width // 2), width - width // 2) if letter in ("JS", "js") else (0, width)


def _size(part: Part, brief: Brief) -> list[Check]:
    slack = brief.tolerance_um or 200
    sizes = sorted(set(part.size_um), reverse=True)
    return [Check("size", (), "calliper", s, s - slack, s + slack, "um") for s in sizes if s]
