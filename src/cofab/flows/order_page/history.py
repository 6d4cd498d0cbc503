"""What happened to an order, from the one history, in sentences that a member could read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cofab.apps.base.events import history as events_about
from cofab.apps.base.models import Event, Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.inspect import selectors as inspected
from cofab.apps.creation.replan import selectors as replanned
from cofab.apps.proposition.publish.selectors import names as machine_names
from cofab.apps.realisation.ledger.custody import selectors as custody
from cofab.apps.realisation.rate import selectors as rated
from cofab.flows.order_page.work import title_of
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order

MOST = 60

TOLD: dict[str, tuple[str, str, str]] = {
    "agree.reserve": (gettext_noop("Capacity is held and the firms are asked"), "", "calendar-check"),
    "agree.request_accept": (gettext_noop("{who} accepts"), "go", "check"),
    "agree.request_decline": (gettext_noop("{who} declines"), "care", "x"),
    "agree.request_counter": (gettext_noop("{who} asks for other terms"), "care", "arrows-exchange"),
    "agree.request_take": (gettext_noop("{who} takes the counter-offer"), "go", "check"),
    "agree.request_ask": (gettext_noop("{who} asks on the old terms again"), "", "arrow-back-up"),
    "agree.request_lapse": (gettext_noop("A firm did not answer in time"), "care", "clock"),
    "agree.agree": (gettext_noop("All firms accepted"), "go", "checks"),
    "agree.draw_up": (gettext_noop("Contract drawn up"), "", "file-text"),
    "agree.sign_contract": (gettext_noop("{who} signs"), "", "signature"),
    "agree.sign": (gettext_noop("All parties have signed"), "go", "checks"),
    "agree.replan": (gettext_noop("Back to choosing a plan"), "care", "arrow-back-up"),
    "agree.lapse": (gettext_noop("The reservation ran out"), "stop", "clock"),
    "agree.rebook": (gettext_noop("The same machine time was reserved again"), "", "refresh"),
    "agree.cancel": (gettext_noop("{who} cancels the order"), "stop", "x"),
    "agree.start": (gettext_noop("Work begins"), "go", "player-play"),
    "agree.forecast": (gettext_noop("Expected now {forecast}"), "", "calendar"),
    "agree.close": (gettext_noop("The order is closed"), "done", "check"),
    "custody.ask_deposit": (gettext_noop("A deposit of {amount} is asked for"), "", "building-bank"),
    "custody.deposit": (gettext_noop("{amount} arrived at the custodian"), "", "building-bank"),
    "settle.secure": (gettext_noop("The payment is secured"), "go", "lock"),
    "settle.release": (gettext_noop("{amount} is released"), "", "coins"),
    "settle.cut": (gettext_noop("{amount} is taken off"), "care", "coins"),
    "settle.settle": (gettext_noop("{who} settles a dispute"), "go", "gavel"),
    "settle.contest": (gettext_noop("{who} disputes a milestone"), "stop", "gavel"),
    "settle.end_early": (gettext_noop("The order ended early and was settled"), "stop", "x"),
    "share.decide": (gettext_noop("The pools are shared"), "", "chart-pie"),
    "produce.start": (gettext_noop("{who} starts {op}"), "", "player-play"),
    "produce.pause": (gettext_noop("{who} pauses {op}"), "care", "player-pause"),
    "produce.done": (gettext_noop("{op} is made: {done} of {quantity}"), "go", "check"),
    "produce.move": (
        gettext_noop("{op} moves to another machine after {done} of {quantity}"),
        "care",
        "arrows-exchange",
    ),
    "produce.cancel": (gettext_noop("{op} is cancelled"), "care", "x"),
    "produce.photo": (gettext_noop("{who} adds a photo"), "", "camera"),
    "monitor.down": (gettext_noop("{machine} is down"), "stop", "x"),
    "monitor.up": (gettext_noop("{machine} runs again"), "go", "refresh"),
    "replan.propose": (gettext_noop("A way to go on is proposed"), "care", "route"),
    "replan.answer": (gettext_noop("{who} answers: {answer}"), "", "message"),
    "replan.agree": (gettext_noop("{who} agrees, and now everybody has"), "go", "checks"),
    "replan.refuse": (gettext_noop("{who} refuses"), "care", "x"),
    "replan.apply": (gettext_noop("The work is moved"), "go", "arrows-exchange"),
    "replan.withdraw": (gettext_noop("A proposal is withdrawn"), "", "arrow-back-up"),
    "replan.lapse": (gettext_noop("A proposal lapsed without an answer; nothing moves"), "care", "clock"),
    "deliver.pick_up": (gettext_noop("{who} picks up {counted} pieces, bag {bag}"), "", "truck"),
    "deliver.arrive": (gettext_noop("{counted} pieces arrive, bag {bag}"), "", "package"),
    "deliver.difference": (gettext_noop("The counts differ: {missing} missing"), "stop", "alert-triangle"),
    "deliver.delivered": (gettext_noop("{quantity} pieces are at the buyer"), "go", "package"),
    "deliver.accept": (gettext_noop("{who} accepts the goods"), "go", "check"),
    "deliver.refuse": (gettext_noop("{who} refuses the goods: {reason}"), "stop", "x"),
    "deliver.silence": (gettext_noop("No answer for seven days: the goods are accepted"), "", "clock"),
    "inspect.receive": (gettext_noop("The goods are at the inspection house"), "", "package"),
    "inspect.sign": (gettext_noop("{who} signs report {number}"), "go", "checklist"),
    "rate.give": (gettext_noop("{who} rates, sealed"), "", "star"),
    "rate.open": (gettext_noop("A rating opens"), "", "star"),
}
"""By event kind: the sentence over its facts, its tone, its icon. What is not here is not told."""
ANSWERS = {"agree": gettext_noop("agree"), "refuse": gettext_noop("refuse")}
ONCE = frozenset({"replan.propose", "agree.draw_up", "agree.sign_contract"})
"""What one party does several times in a row and is told once."""
GATHERED = {
    "rate.give": gettext_noop("{n} ratings given, sealed"),
    "rate.open": gettext_noop("{n} ratings open"),
    "settle.release": gettext_noop("{n} payments are released"),
}
"""What many do on one day and is told once, with its number."""
EXCEPTIONS = ("care", "stop")


def events_of(viewer: Viewer, order: Order, works: Iterable[Any]) -> list[Event]:
    """Return what the viewer may know of an order's events, oldest first."""
    works = list(works)
    keys = [order.key, *agreed.names_of(viewer, order), *(work.key for work in works)]
    keys += [row.key for row in delivered.shipments(viewer, order.key)]
    keys += [row.key for row in inspected.inspections(viewer, order.key)]
    keys += [row.key for row in replanned.proposals_for(viewer, order.key)]
    keys += [row.key for row in custody.transfers(viewer, order.key).filter(direction="in")]
    keys += [row.key for row in rated.ratings(viewer, order.key)]
    answer = delivered.acceptance(viewer, order.key)
    keys += [answer.key] if answer else []
    began = min((work.started_at for work in works if work.started_at), default=None)
    machines = {work.machine_key for work in works if work.started_at}
    rows = list(events_about(viewer, *keys).filter(kind__in=TOLD))
    if machines:
        told = events_about(viewer, *machines).filter(kind__in=("monitor.down", "monitor.up"), at__gte=began)
        rows += list(told)
    return sorted(rows, key=lambda row: row.id)


def told(events: list[Event], works: list[Any], exceptions: bool = False) -> list[dict[str, Any]]:
    """Return events as the history shows them, newest first; only those out of the ordinary with `exceptions`."""
    wanted = [row for row in events if not exceptions or TOLD[row.kind][1] in EXCEPTIONS or _failed(row)]
    shown = _gathered(_once(wanted))[-MOST:]
    often = Counter((row.kind, _local_day(row)) for row in wanted if row.kind in GATHERED)
    names = {row.key: row.name for row in Organisation.objects.filter(key__in={row.on_behalf for row in shown})}
    machines = machine_names({work.machine_key for work in works})
    titles = {work.key: title_of(work) for work in works}
    names |= {work.key: work.organisation.name for work in works}
    items = [_item(row, names, machines, titles) for row in reversed(shown)]
    for row, item in zip(reversed(shown), items, strict=True):
        if (count := often[row.kind, _local_day(row)]) > 1:
            item["what"] = _(GATHERED[row.kind]).format(n=count)
    return items


def _once(rows: list[Event]) -> list[Event]:
    """Leave out repeated proposals of one cause and forecasts that did not change the day."""
    found: list[Event] = []
    for row in rows:
        last = found[-1] if found else None
        if last and row.kind == last.kind and row.kind in ONCE and row.on_behalf == last.on_behalf:
            continue
        if row.kind == "agree.forecast" and _day(row.facts.get("before")) == _day(row.facts.get("forecast")):
            continue
        found.append(row)
    return found


def _gathered(rows: list[Event]) -> list[Event]:
    """Leave of what many do on one day the last."""
    last = {(row.kind, _local_day(row)): row.id for row in rows if row.kind in GATHERED}
    return [row for row in rows if row.kind not in GATHERED or last[row.kind, _local_day(row)] == row.id]


def _local_day(row: Event) -> Any:
    return words.local(row.at).date()  # type: ignore[union-attr]


def _failed(row: Event) -> bool:
    return row.kind == "inspect.sign" and row.after == "failed"


def _item(row: Event, names: dict[str, str], machines: dict[str, str], titles: dict[str, str]) -> dict[str, Any]:
    sentence, tone, icon = TOLD[row.kind]
    facts = _Facts({key: _shown(key, value) for key, value in row.facts.items()})
    facts["who"] = names.get(row.on_behalf) or names.get(row.subject, _("Cofab"))
    facts["machine"] = machines.get(row.subject, "")
    facts["op"] = titles.get(row.subject) or facts["op"]
    tone = "stop" if _failed(row) else tone
    more = facts["fault"] if row.kind == "monitor.down" else ""
    return {"at": row.at, "what": _(sentence).format_map(facts), "more": more, "icon": icon,
            "tone": tone if tone in EXCEPTIONS else ""}  # fmt: skip


class _Facts(dict[str, str]):
    """Facts of an event for its sentence; what is not told is a dash."""

    def __missing__(self, key: str) -> str:
        return self["amount_minor"] if key == "amount" and "amount_minor" in self else words.NONE


def _shown(key: str, value: Any) -> str:
    if key.endswith("_minor") and isinstance(value, int):
        return words.money(abs(value))
    if key in ("forecast", "before"):
        return words.day(parse_datetime(str(value)))
    if key == "answer":
        return _(ANSWERS.get(value, str(value)))
    return words.grouped(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _day(value: Any) -> Any:
    at: datetime | None = parse_datetime(str(value)) if value else None
    return words.local(at).date() if at else None  # type: ignore[union-attr]
