"""A request as its pages show it: one firm's part of an order in the words of the trade."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors
from cofab.apps.creation.agree.actions.answer import REASONS
from cofab.apps.creation.agree.models import Order, Request, Sample
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import names
from cofab.core.kernel.money import parts_per_million
from cofab.core.kernel.window import utc
from cofab.web import words

TONES = {
    "asked": "you",
    "accepted": "go",
    "countered": "wait",
    "declined": "done",
    "lapsed": "done",
    "withdrawn": "done",
}

REASONS_SHOWN = {
    "no_time": "calendar-x",
    "price": "coin",
    "cannot": "tool",
    "no_operator": "users",
    "not_this_buyer": "building",
    "other": "dots",
}
"""The icon beside each reason."""


def end_of(day: date) -> datetime:
    """Return the hour at which a date ends, 18:00 local time."""
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def card(row: Request) -> dict[str, Any]:
    """Return a request as a card: state, price, what, when, how long."""
    starts = [utc(op["start"]) for op in row.operations]
    ends = [utc(op["end"]) for op in row.operations]
    names = [process_name(family) for family in processes(row)]
    quantity = max((op["quantity"] for op in row.operations), default=0)
    return {
        "row": row,
        "tone": TONES[row.state],
        "word": state_word(row),
        "what": _("%(work)s, %(n)s pieces") % {"work": " + ".join(names), "n": quantity},
        "quantity": quantity,
        "start": min(starts, default=None),
        "end": max(ends, default=None),
        "seconds": sum((end - start).total_seconds() for start, end in zip(starts, ends, strict=True)),
    }


def state_word(row: Request) -> str:
    """Return where a request stands in the reader's language."""
    if row.state == "accepted" and row.order.state == "agreed":
        return _("to sign")
    if row.state == "asked" and row.order.state != "reserved":
        return _("no longer asked")
    words_ = {
        "asked": _("Your turn"),
        "accepted": _("accepted"),
        "countered": _("the buyer answers"),
        "declined": _("declined"),
        "lapsed": _("time ran out"),
        "withdrawn": _("withdrawn"),
    }
    return words_[row.state]


def processes(row: Request) -> list[str]:
    """Return the processes that a request is about, in the order of the plan."""
    known = row.part.get("operations", {})
    return list(dict.fromkeys(known.get(op["op"], {}).get("process", "inspection") for op in row.operations))


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
    known = row.part.get("operations", {})
    return {
        **found,
        "order": row.order,
        "is_firm": viewer.organisation_id == row.organisation_id,
        "open": row.state == "asked" and row.order.state == "reserved",
        "gross_minor": row.price_minor + vat,
        "each_minor": row.price_minor // max(1, found["quantity"]),
        "operations": [
            {
                **op,
                "name": process_name(known.get(op["op"], {}).get("process", "inspection")),
                "machine_name": machines.get(op["machine"], ""),
                "from": utc(op["start"]),
                "to": utc(op["end"]),
            }
            for op in row.operations
        ],
        "facts": _facts(row, found),
        "files": selectors.files_for(viewer, row),
        "counter_facts": _counter(row),
        "reasons": [(value, label, REASONS_SHOWN[value]) for value, label in _reasons()],
        "suggested": f"{row.price_minor * 110 // 10_000}",
        "step": max(1, row.price_minor // 10_000),
    }


def _facts(row: Request, found: dict[str, Any]) -> list[tuple[str, str]]:
    size = " × ".join(words.millimetres(um) for um in row.part.get("size_um", []))
    return [
        (_("Part"), row.part.get("title", row.order.title)),
        (_("Material"), row.part.get("material", words.NONE)),
        (_("Size"), f"{size} mm" if size else words.NONE),
        (_("Slot"), f"{words.half_day(found['start'])} → {words.half_day(found['end'])}"),
        (_("Buyer"), row.order.organisation.name),
        (_("Money"), _("in custody before you start") if row.order.way == "custody" else _("paid to you directly")),
    ]


def _counter(row: Request) -> list[tuple[str, str]]:
    found = []
    if row.counter_price_minor is not None:
        found.append((_("Price ex VAT"), words.money(row.counter_price_minor)))
    if row.counter_finish is not None:
        found.append((_("Done by"), words.day(row.counter_finish)))
    return [*found, (_("Note"), row.note)] if row.note else found


def _reasons() -> list[tuple[str, str]]:
    names = {
        "no_time": _("No time"),
        "price": _("Price too low"),
        "cannot": _("Cannot make it"),
        "no_operator": _("No operator"),
        "not_this_buyer": _("Not this buyer"),
        "other": _("Other"),
    }
    return [(value, names[value]) for value in REASONS]


SAMPLE_TONES = {"ordered": "wait", "sealed": "go", "used": "done", "refused": "stop", "cancelled": "draft"}
ARRIVED = ("delivered", "accepted", "closed")


def sample_page(viewer: Viewer, order: Order, row: Sample) -> dict[str, Any]:
    """Return what the page of a sample shows: its state, its maker, its price, its seal, what may be done."""
    names = {
        "ordered": _("not decided yet"), "sealed": _("approved and sealed"), "used": _("sealed, taken off the bulk"),
        "refused": _("refused"), "cancelled": _("cancelled"),
    }  # fmt: skip
    maker = Organisation.objects.filter(key=row.maker_key).first()
    facts = [
        (_("Made by"), maker.name if maker else ""),
        (_("Price ex VAT"), words.money(row.price_minor)),
        (_("Number on the seal"), row.seal or words.NONE),
        (_("What you say of it"), row.note or words.NONE),
    ]
    mine = viewer.organisation_id == order.organisation_id
    return {
        "back": f"/orders/{order.key}",
        "number": order.number,
        "title": order.title,
        "tone": SAMPLE_TONES[row.state],
        "word": names[row.state],
        "facts": facts,
        "may_decide": mine and row.state == "ordered" and order.state in ARRIVED,
        "early": row.state == "ordered" and order.state not in ARRIVED,
    }
