"""Rules for holes and threads: depth to diameter, flat bottoms, very small holes, threads too deep or too near."""

from __future__ import annotations

from collections.abc import Iterable

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.findings.model import Case, Finding, mm
from cofab.core.proposition.demand.needs import PITCH_UM, nominal_um

DEEP_HOLE = declare(
    "demand.deep_hole", "The hole is {measured} times as deep as wide; beyond {limit} it needs slow drilling."
)
WIDEN = declare("demand.change_widen", "Make it {wide} mm wide or drill it from both sides.")
GUN_HOLE = declare(
    "demand.gun_hole", "The hole is {measured} times as deep as wide; beyond {limit} only a gun drill makes it."
)
FLAT_BOTTOM = declare("demand.flat_bottom", "The blind hole ends flat; a drill leaves a cone of {limit}°.")
ALLOW_CONE = declare("demand.change_cone", "Allow the drill's cone: an end mill less.")
TINY_HOLE = declare("demand.tiny_hole", "The hole is {measured} µm wide; below {limit} µm drills break.")
ALLOW_WIDER = declare("demand.change_wider", "Make it {limit} µm wide or more.")
DEEP_THREAD = declare("demand.deep_thread", "The thread is {measured} µm deep; beyond {limit} µm it carries no more.")
SHORTER = declare("demand.change_shorter", "A thread of {limit} µm is enough.")
THREAD_BOTTOM = declare(
    "demand.thread_bottom", "The thread ends {measured} µm above the hole's bottom; the tap's run-out takes {limit} µm."
)
DRILL_DEEPER = declare("demand.change_deeper", "Drill deeper, or let the thread end earlier.")


def holes(case: Case) -> Iterable[Finding]:
    """Find what is hard about holes."""
    for f in (f for f in case.part.features if f.kind.startswith(("hole.", "bore."))):
        ratio = f.depth_um // max(1, f.diameter_um)
        if f.kind.startswith("hole.") and ratio > case.limit("gun_hole"):
            wide = mm(f.depth_um // case.limit("gun_hole"))
            yield case.found("gun_hole", GUN_HOLE, WIDEN, case.limit("gun_hole"), ratio, [f], wide=wide)
        elif f.kind.startswith("hole.") and ratio > case.limit("deep_hole"):
            wide = mm(-(-f.depth_um // case.limit("deep_hole")))
            yield case.found("deep_hole", DEEP_HOLE, WIDEN, case.limit("deep_hole"), ratio, [f], wide=wide)
        if f.kind == "hole.blind" and f.facts.get("bottom") == "flat":
            yield case.found("flat_bottom", FLAT_BOTTOM, ALLOW_CONE, case.limit("flat_bottom"), 180, [f])
        if f.kind.startswith("hole.") and 0 < f.diameter_um < case.limit("tiny_hole"):
            limit = case.limit("tiny_hole")
            yield case.found("tiny_hole", TINY_HOLE, ALLOW_WIDER, limit, f.diameter_um, [f])


def threads(case: Case) -> Iterable[Finding]:
    """Find threads that are deeper than they carry, or too near the bottom of their hole."""
    for f in case.part.features:
        thread, depth = case.needs.threads.get(f.id, ""), case.needs.thread_depths.get(f.id, 0)
        if not thread or not depth:
            continue
        size = thread.partition("x")[0]
        limit = nominal_um(size) * case.limit("deep_thread", case.group) // 1000
        if depth > limit:
            yield case.found("deep_thread", DEEP_THREAD, SHORTER, limit, depth, [f])
        run_out = case.limit("thread_bottom") * PITCH_UM.get(size, nominal_um(size) // 6)
        left = f.depth_um - depth
        if f.kind == "hole.blind" and left < run_out:
            yield case.found("thread_bottom", THREAD_BOTTOM, DRILL_DEEPER, run_out, max(0, left), [f])
