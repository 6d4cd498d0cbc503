"""One part from a seed and a number: families take turns, so that every kind comes often."""

from __future__ import annotations

import random

from parts.block import block_of
from parts.crossing import crossing_of
from parts.lathe import flange_of, shaft_of
from parts.raised import gusset_of, raised_of, rounded_of, shell_of, trimmed_of
from parts.sheet import sheet_of
from parts.solid import UNITS, Made, somewhere
from parts.tangled import tangled_of
from parts.thread import tapped_of
from parts.undercut import undercut_of
from parts.welded import welded_of

FAMILIES = {
    "block": block_of, "crossing": crossing_of, "shaft": shaft_of, "block2": block_of, "sheet": sheet_of,
    "crossing2": crossing_of, "flange": flange_of, "raised": raised_of, "trimmed": trimmed_of, "shell": shell_of,
    "welded": welded_of, "gusset": gusset_of, "tangled": tangled_of, "tangled2": tangled_of,
    "tapped": tapped_of, "undercut": undercut_of, "rounded": rounded_of,
}  # fmt: skip


def make(seed: int, number: int) -> Made:
    """Return part `number` of a seed; the same two always give the same part."""
    rng = random.Random(seed * 100_003 + number)
    family = list(FAMILIES)[number % len(FAMILIES)]
    made = FAMILIES[family](rng, f"{family.rstrip('2')}-{number}")
    made.solids, made.unit = somewhere(rng, made.solids), rng.choice(UNITS)
    return made
