"""What a search found, as its page shows it: free windows as bands, prices, distances, and whom to ask."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.creation.match.find import Answer, Found
from cofab.apps.creation.match.words import why
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.records import told_at
from cofab.apps.proposition.publish.selectors import process_names, town_names
from cofab.apps.proposition.publish.words import material_word, price_word, space_word
from cofab.core.creation.match.asking import Wanted
from cofab.web import words
from cofab.web.figures.bands import Span, band
from cofab.web.parts import chip
from cofab.web.table import Column, Table

NARROW, TALL = 180, 18


def chips_of(wanted: Wanted) -> list[str]:
    """Return what was understood of a search, piece by piece."""
    what = process_names().get(wanted.process, wanted.process) or process_name(wanted.family)
    near = town_names().get(wanted.town, wanted.town)
    said = [
        what,
        _("%(hours)s in one stretch") % {"hours": words.hours(wanted.seconds)},
        f"{words.moment(wanted.start)} – {words.moment(wanted.end)}",
        _("within %(km)s km of %(town)s") % {"km": wanted.within_km, "town": near} if wanted.within_km else near,
        f"± {words.millimetres(wanted.tolerance_um)} mm" if wanted.tolerance_um else "",
        space_word(wanted.size_um) if any(wanted.size_um) else "",
        material_word(wanted.material) if wanted.material else "",
    ]
    return [one for one in said if one]


def near_of(answer: Answer) -> list[dict[str, str]]:
    """Return the near misses in words."""
    return [{"firm": one.firm, "machine": one.machine, "why": why(one.reason.code, one.reason.facts)}
            for one in answer.near]  # fmt: skip


def tables(request: HttpRequest, answer: Answer, wanted: Wanted) -> tuple[Table, Table, Table]:
    """Return the table of machines that are shown free, the one of those to ask, and both together for CSV."""
    towns, told = town_names(), told_at({one.firm_pk for one in (*answer.free, *answer.ask)})

    def firm(one: Found) -> SafeString:
        return format_html("<b>{}</b> {}", one.firm, _chips(one, told.get(one.firm_pk)))

    who = Column("firm", _("Firm"), firm, sub=lambda one: f"{towns.get(one.town, one.town)} · {one.machine}")
    rest = [
        Column("price", _("Price ex VAT"), _price, number=True),
        Column("km", "km", "km", number=True, sort=True),
        Column("credit", _("Credit floor"), lambda one: one.offer.credit_ppm // 10_000, number=True, sort=True),
    ]  # fmt: skip
    bands = [
        Column("window", _("Free windows"), lambda one: _band(one, wanted.start, wanted.end), sub=_slot, wide=True),
        Column("ready", _("Done at the earliest"), lambda one: one.slot and one.slot.end, words.moment, sort=True),
    ]
    free = Table(request, [who, *bands, *rest], answer.free, title=_("Free, and shown to everybody"), name="free",
                 empty=_("No open calendar has that time free."), act=lambda one: _hold(request, one))  # fmt: skip
    ask = Table(request, [who, *rest], answer.ask, title=_("Fit, and tell their time on request"), name="ask",
                empty=_("Nobody else fits."), act=lambda one: _ask())  # fmt: skip
    both = Table(request, [who, *bands, *rest], [*answer.free, *answer.ask], name="capacity")
    return free, ask, both


def _price(one: Found) -> str:
    return price_word(one.offer.rate_minor_per_h, one.offer.unit, one.offer.unit_minor)


def _chips(one: Found, told: datetime | None) -> SafeString:
    age = words.length((words.present() - told).total_seconds()) if told else ""
    shown = [
        ("draft", _("new member"), "seeding", one.offer.new_member),
        ("draft", _("operator's own"), "building", one.offer.operator_owned),
        ("wait", _("by phone, told %(age)s ago") % {"age": age}, "phone", one.offer.answered_by_phone and age),
    ]
    return SafeString(" ").join(chip(tone, said, icon) for tone, said, icon, on in shown if on)


def _band(one: Found, start: datetime, end: datetime) -> SafeString:
    if one.slot is None:
        return SafeString()
    spans = [Span("open", window.start, window.end) for window in one.offer.windows]
    return band(spans, start, end, width=NARROW, height=TALL)


def _slot(one: Found) -> str:
    if one.slot is None:
        return ""
    rules = [
        (one.minimum_slot_s, _("at least %(time)s")),
        (one.notice_s, _("%(time)s of notice")),
    ]
    more = [text % {"time": words.length(seconds)} for seconds, text in rules if seconds]
    return " · ".join([_("from %(at)s") % {"at": words.moment(one.slot.start)}, *more])


def _hold(request: HttpRequest, one: Found) -> SafeString:
    """Return the button that holds the first slot, with what holding means."""
    if one.slot is None:
        return SafeString()
    start, end = one.slot.start.isoformat(), one.slot.end.isoformat()
    ask = _("Hold %(machine)s until %(end)s?") % {"machine": one.machine, "end": words.moment(one.slot.end)}
    return format_html(
        '<form method="post" action="{}" data-ask="{}" data-ask-then="{}" data-ask-yes="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="machine" value="{}">'
        '<input type="hidden" name="start" value="{}"><input type="hidden" name="end" value="{}">'
        '<input type="hidden" name="next" value="{}"><button class="c-btn sm p nw">{}</button></form>',
        reverse("match:hold"), ask, _("It is held for half an hour and costs nothing. Order within that time."),
        _("Hold it"), get_token(request), one.key, start, end, request.get_full_path(), _("Hold it"),
    )  # fmt: skip


def _ask() -> SafeString:
    return format_html('<a class="c-btn sm nw" href="{}">{}</a>', reverse("demand:new"), _("Ask by a demand"))


def counted(answer: Answer) -> str:
    """Return how many machines were looked at."""
    looked = answer.looked
    return ngettext("%(n)s machine looked at", "%(n)s machines looked at", looked) % {"n": words.grouped(looked)}
