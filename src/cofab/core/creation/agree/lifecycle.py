"""The life of an order and of a request to a firm, as two tables.

Why: rows store the state, these tables decide the next one, and the documentation draws them.
"""

from __future__ import annotations

from cofab.core.kernel.lifecycle import Lifecycle

ORDER = Lifecycle(
    "order",
    "draft",
    {
        ("draft", "reserve"): "reserved",
        ("draft", "cancel"): "cancelled",
        ("reserved", "agree"): "agreed",
        ("reserved", "replan"): "draft",
        ("reserved", "lapse"): "lapsed",
        ("reserved", "cancel"): "cancelled",
        ("agreed", "sign"): "signed",
        ("agreed", "replan"): "draft",
        ("agreed", "lapse"): "lapsed",
        ("agreed", "cancel"): "cancelled",
        ("signed", "start"): "running",
        ("signed", "lapse"): "lapsed",
        ("signed", "cancel"): "cancelled",
        ("lapsed", "reserve"): "reserved",
        ("lapsed", "rebook"): "signed",
        ("lapsed", "cancel"): "cancelled",
        ("running", "deliver"): "delivered",
        ("running", "cancel"): "cancelled",
        ("delivered", "accept"): "accepted",
        ("delivered", "reject"): "running",
        ("accepted", "close"): "closed",
    },
)
"""`lapse`: the reservation of capacity ran out; `rebook`: signed and paid late, and the windows were free again."""

REQUEST = Lifecycle(
    "request",
    "asked",
    {
        ("asked", "accept"): "accepted",
        ("asked", "decline"): "declined",
        ("asked", "counter"): "countered",
        ("asked", "lapse"): "lapsed",
        ("asked", "withdraw"): "withdrawn",
        ("countered", "take"): "accepted",
        ("countered", "ask"): "asked",
        ("countered", "decline"): "declined",
        ("countered", "lapse"): "lapsed",
        ("countered", "withdraw"): "withdrawn",
        ("accepted", "lapse"): "lapsed",
        ("accepted", "withdraw"): "withdrawn",
    },
)
"""`counter`: the firm asks for other terms; `take`: the buyer takes them; `ask`: the buyer asks again."""


def outcome(states: list[str]) -> str | None:
    """Return the order event that the states of its requests call for: "agree", "replan" or None (wait).

    Withdrawn requests were replaced by others and do not count.
    """
    live = [state for state in states if state != "withdrawn"]
    if any(state in ("declined", "lapsed") for state in live):
        return "replan"
    return "agree" if live and all(state == "accepted" for state in live) else None
