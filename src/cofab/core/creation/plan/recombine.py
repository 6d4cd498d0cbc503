"""Changing a plan by hand, as wishes: pin a step, free it, leave a firm out, let it back in; each gives new wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cofab.core.creation.plan.model import Wishes


def pin(wishes: Wishes, op: str, to: str, rest: Mapping[str, str], firm: str) -> Wishes:
    """Return the wishes with `op` done by `to` (a firm or machine of `firm`), and the `rest` where it is now.

    `rest` maps other operations to the firms that do them; what is pinned already stays as it is. Nobody who is
    pinned stays excluded.
    """
    pinned = {**rest, **wishes.pinned, op: to}
    return replace(
        wishes,
        pinned=pinned,
        excluded_firms=wishes.excluded_firms - {firm},
        excluded_machines=wishes.excluded_machines - {to},
    )


def free(wishes: Wishes, op: str) -> Wishes:
    """Return the wishes with `op` done by whoever is best."""
    return replace(wishes, pinned={one: to for one, to in wishes.pinned.items() if one != op})


def leave_out(wishes: Wishes, firm: str, machines: Iterable[str]) -> Wishes:
    """Return the wishes without a firm; what was pinned to it or one of its machines is free again."""
    gone = {firm, *machines}
    pinned = {op: to for op, to in wishes.pinned.items() if to not in gone}
    return replace(wishes, pinned=pinned, excluded_firms=wishes.excluded_firms | {firm})


def let_in(wishes: Wishes, firm: str) -> Wishes:
    """Return the wishes with a firm that was left out."""
    return replace(wishes, excluded_firms=wishes.excluded_firms - {firm})
