"""How far a drill travels for a hole: the depth that work plans state, which no solid shows by itself.

A solid shows the depth at full diameter. A plan states the tool's way from the outer face, sink included:

- a drill's point goes on below a screw hole (counterbored or countersunk) whose flat bottom only stands for it;
  0.23 D is the height of a 130 degree point, (D/2) / tan 65;
- where the point is modelled, its own height is taken;
- through the part, the point runs out on the far side, RUN_OUT below the face;
- a plain hole with a flat bottom is bored or milled flat: it ends where the solid says.

Source: the usual sum of cutting length, point and run-out in tables for drilling times; checked against published
work plans by bench/demand.py.
"""

from __future__ import annotations

POINT = 0.23
RUN_OUT = 5.0


def travel_of(depth: float, diameter: float, form: str, bottom: str, tip: float) -> float:
    """Return the drill's way in mm. `bottom` is "flat", "cone", "round" or "" for open; `tip` the modelled point."""
    if not bottom:
        return depth + RUN_OUT
    if tip > 0:
        return depth + tip
    return depth + POINT * diameter if form != "plain" else depth
