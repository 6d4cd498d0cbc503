"""What the gallery shows: one specimen of every component, with invented figures marked as demo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cofab.web import gallery_figures, words
from cofab.web.figures.bands import Span
from cofab.web.parts import chip, mark
from cofab.web.table import Column, Filter, Table

COLOURS = (
    ("ink", "#1B2530"), ("ink-2", "#4A5866"), ("ink-3", "#606D7C"), ("line", "#E4E8EC"), ("paper", "#F5F6F7"),
    ("brand", "#24508F"), ("brand-t", "#E9EFF8"), ("go", "#0F6B64"), ("go-t", "#E3F2F0"), ("care", "#7E5200"),
    ("care-t", "#FBF1DA"), ("stop", "#B03512"), ("stop-t", "#FCEBE5"), ("held", "#6E4490"), ("held-t", "#F3ECF7"),
)  # fmt: skip


def specimens(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the gallery."""
    midnight = words.present().replace(hour=0, minute=0, second=0, microsecond=0)
    noon = midnight + timedelta(hours=11, minutes=42)
    return {
        "demo": True,
        "colours": COLOURS,
        "views": [("list", _("List")), ("gantt", _("Schedule")), ("map", _("Map"))],
        "midnight": midnight,
        "tomorrow": midnight + timedelta(days=1),
        "noon": noon,
        "until": words.present() + timedelta(hours=3, minutes=42),
        "seen": words.present() - timedelta(seconds=8),
        "spans": spans(midnight),
        "week": week(midnight, noon),
        "stages": stages(midnight),
        "figures": figures(),
        "lines": price_lines(),
        "orders": orders(request, midnight),
    } | gallery_figures.pictures(midnight)


def spans(midnight: datetime) -> list[Span]:
    """Return one day of a machine."""
    hours = (
        ("off", 0, 7.5), ("setup", 7.5, 9.8), ("running", 9.8, 11.5), ("idle", 11.5, 12.5), ("running", 12.5, 16),
        ("down", 16, 17.5), ("unknown", 17.5, 20.5), ("off", 20.5, 24),
    )  # fmt: skip
    return [Span(kind, midnight + timedelta(hours=a), midnight + timedelta(hours=b)) for kind, a, b in hours]


def week(midnight: datetime, now: datetime) -> list[tuple[str, datetime, list[Span]]]:
    """Return three days of a machine, the last up to `now`."""
    days = [midnight - timedelta(days=n) for n in (2, 1, 0)]
    return [
        (words.day(d), d, [Span(s.kind, s.start, min(s.end, now)) for s in spans(d) if s.start < now]) for d in days
    ]


def stages(midnight: datetime) -> list[dict[str, Any]]:
    """Return the stage rail of an order in trouble."""
    on = [words.day(midnight + timedelta(days=n), weekday=False) for n in (-13, -12, -10, 11, 13, 14)]
    return [
        {"name": _("Agreed"), "state": "done", "line1": on[0], "line2": _("signed by both")},
        {"name": _("Secured"), "state": "done", "line1": on[1], "line2": words.money(14_916_000)},
        {"name": _("Material"), "state": "done", "line1": on[2]},
        {"name": _("Making"), "state": "bad", "line1": _("one machine down"), "line2": "1,220 / 2,000"},
        {"name": _("Inspection"), "state": "", "line1": on[3]},
        {"name": _("Delivery"), "state": "", "was": on[4], "line1": on[5]},
        {"name": _("Accepted, paid"), "state": "", "line1": _("within 7 days")},
        {"name": _("Rated"), "state": "", "line1": _("revealed together")},
    ]


def figures() -> list[dict[str, Any]]:
    """Return a strip of key figures."""
    return [
        {"label": _("Orders running"), "value": "86", "note": "¥4,820,000"},
        {"label": _("Forecast late"), "value": "5", "tone": "care", "note": _("3 yesterday")},
        {"label": _("Machines down"), "value": "4", "of": "300"},
        {"label": _("Ledger"), "value": _("balanced"), "tone": "go", "note": words.money(311_740_218)},
    ]


def price_lines() -> dict[str, Any]:
    """Return the price of the sample part."""
    lines = (
        (_("Material"), "6061-T6 51 kg × 38", 194_000, 177_000, 211_000),
        (_("Turning"), "90 + 50 × 14 min", 59_300, 54_000, 66_000),
        (_("Milling"), "165 + 50 × 12 min", 82_900, 76_000, 93_000),
    )
    rows = [dict(zip(("name", "why", "minor", "low", "high"), line, strict=True)) for line in lines]
    total = {"name": _("Total ex VAT")} | {k: sum(r[k] for r in rows) for k in ("minor", "low", "high")}
    return {"rows": rows, "total": total}


def orders(request: HttpRequest, midnight: datetime) -> Table:
    """Return a list of invented orders."""
    made = (
        ("O-2612-0112", _("housing × 2,000"), "stop", _("Down"), 13, 14, 10_441_200),
        ("O-2611-0064", _("impeller × 60"), "care", _("3 d late"), 2, 5, 6_020_000),
        ("O-2612-0118", _("jackets × 300"), "held", _("Unfunded"), 18, 17, None),
        ("O-2611-0041", _("flange × 80"), "done", _("Done"), -5, -6, None),
    )
    rows = [
        {"key": number, "part": part, "tone": tone, "state": chip(tone, word), "held": held,
         "due": midnight + timedelta(days=due), "forecast": midnight + timedelta(days=forecast)}
        for number, part, tone, word, due, forecast, held in made
    ]  # fmt: skip
    columns = [
        Column("key", _("Order"), url=lambda r: f"#{r['key']}", sort=True, sub="part"),
        Column("state", _("State")),
        Column("due", _("Agreed"), show=words.day, sort=True, label_phone=True),
        Column(
            "forecast",
            _("Forecast"),
            show=lambda d: format_html("{}{}", words.day(d), mark("estimate")),
            sort=True,
            desk=True,
        ),
        Column("held", _("Held"), show=words.money, sort=True, number=True),
    ]
    tones = [("stop", _("Stopped")), ("care", _("Late")), ("held", _("Held")), ("done", _("Done"))]
    return Table(request, columns, rows, filters=[Filter("tone", _("State"), tones)], search=["key", "part"],
                 title=_("Orders"), name="orders", key=lambda r: r["key"])  # fmt: skip
