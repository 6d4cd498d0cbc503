"""A request as its pages show it: one firm's part of an order in the words of the trade."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors
from cofab.apps.creation.agree.actions.answer import REASONS
from cofab.apps.creation.agree.models import Request
from cofab.apps.proposition.publish.selectors import names
from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.window import utc

TONES = {
    "asked": "you",
    "accepted": "go",
    "countered": "wait",
    "declined": "done",
    "lapsed": "done",
    "withdrawn": "done",
}


def end_of(day: date) -> datetime:
    """Return the hour at which a date ends, 18:00 local time."""
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def card(row: Request) -> dict[str, Any]:
    """Return a request as a card: state, price, what, when, how long."""
    starts = [utc(op["start"]) for op in row.operations]
    ends = [utc(op["end"]) for op in row.operations]
    return {
        "row": row,
        "tone": TONES[row.state],
        "quantity": max((op["quantity"] for op in row.operations), default=0),
        "processes": processes(row),
        "start": min(starts, default=None),
        "end": max(ends, default=None),
        "seconds": sum((end - start).total_seconds() for start, end in zip(starts, ends, strict=True)),
    }


def processes(row: Request) -> list[str]:
    """Return the processes that a request is about, in the order of the plan."""
    known = row.part.get("operations", {})
    return list(dict.fromkeys(known.get(op["op"], {}).get("process", op["op"]) for op in row.operations))


def inbox(viewer: Viewer) -> dict[str, Any]:
    """Return the requests of a firm: its move, waiting for others, done."""
    cards = [card(row) for row in selectors.requests_for(viewer)[:200]]
    mine = [one for one in cards if one["row"].state == "asked" and one["row"].order.state == "reserved"]
    waiting = [one for one in cards if one["row"].state == "countered" or _under_way(one["row"])]
    rest = [one for one in cards if one not in mine and one not in waiting]
    return {"mine": mine, "waiting": waiting, "rest": rest}


def _under_way(row: Request) -> bool:
    return row.state == "accepted" and row.order.state in ("reserved", "agreed", "signed")


def request_page(viewer: Viewer, row: Request) -> dict[str, Any]:
    """Return everything that the pages of one request show."""
    machines = names({op["machine"] for op in row.operations})
    vat = parts_per_million(row.price_minor, row.organisation.vat_ppm)
    found = card(row)
    return {
        **found,
        "order": row.order,
        "is_firm": viewer.organisation_id == row.organisation_id,
        "open": row.state == "asked" and row.order.state == "reserved",
        "gross_minor": row.price_minor + vat,
        "each_minor": row.price_minor // max(1, found["quantity"]),
        "operations": [
            {**op, "machine_name": machines.get(op["machine"], ""), "from": utc(op["start"]), "to": utc(op["end"])}
            for op in row.operations
        ],
        "reasons": REASONS,
        "suggested_minor": row.price_minor + row.price_minor // 10,
        "step_minor": max(100, row.price_minor // 100),
    }
