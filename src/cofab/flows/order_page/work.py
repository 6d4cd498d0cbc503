"""An order's work as its page shows it: work orders with machines now, the same as a Gantt, and a map of the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.monitor import selectors as monitored
from cofab.apps.creation.monitor.words import DRAWN
from cofab.apps.creation.monitor.words import STATES as MACHINE
from cofab.apps.creation.produce.words import STATES as WORK
from cofab.apps.proposition.demand.trade import process_name
from cofab.apps.proposition.publish.selectors import names, region_map, town_names
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.window import utc
from cofab.web import words
from cofab.web.figures.bands import Span
from cofab.web.figures.gantt import Bar, Gantt, Row
from cofab.web.figures.places import Sketch, Stop
from cofab.web.parts import chip

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.apps.creation.replan.models import Proposal

SHOWN = 12
FINISHING = ("anodis", "plating", "coating", "painting", "阳极", "电镀", "涂", "氧化")


@dataclass(frozen=True)
class Line:
    """One work order, or one that a proposal would make (`proposed`), as a row of the table."""

    key: str
    state: str
    title: str
    firm: str
    machine: str
    chip: SafeString
    spans: tuple[Span, ...]
    start: datetime | None
    end: datetime | None
    done: int
    quantity: int
    scrap: int
    due: datetime | None
    forecast: datetime | None
    mark: str
    tone: str
    css: str
    url: str = ""
    heard: datetime | None = None

    @property
    def share(self) -> float:
        """Return how much is made, 0 to 1."""
        return self.done / self.quantity if self.quantity else 0


def lines(viewer: Viewer, order: Order, ways: list[Proposal]) -> list[Line]:
    """Return the work orders that the viewer may see, each with what the best open proposal would add after it."""
    seen = monitored.machines_of_order(viewer, order.key)
    machines = names({row.work.machine_key for row in seen})
    broken = {way.broken.key for way in ways}
    found = [_line(viewer, row, machines, broken) for row in seen]
    return [*found, *_proposed(ways[0])] if ways else found


def split(rows: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the rows that matter now, and the rest: of long orders what is made at last or comes next stays in front.

    What is at work, in trouble or proposed is always in front.
    """
    if len(rows) <= SHOWN:
        return rows, []
    front = [row for row in rows if row.state in ("running", "paused") or row.css]
    room = max(2, SHOWN - len(front))
    made = [row for row in rows if row not in front and row.state in ("done", "moved")][-(room // 3) :]
    coming = [row for row in rows if row not in front and row.state in ("planned", "ready")][: room - len(made)]
    chosen = [*front, *made, *coming]
    return [row for row in rows if row in chosen], [row for row in rows if row not in chosen]


def totals(rows: list[Line]) -> str:
    """Return how much of each operation is made, over all lots and machines: "Turning 600 / 2,000 · ..."."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        if row.state in ("", "cancelled"):
            continue
        made = sums.setdefault(row.title, [0, 0])
        made[0] += row.done
        made[1] += row.done if row.state == "moved" else row.quantity
    said = [f"{title} {words.grouped(done)} / {words.grouped(all_)}" for title, (done, all_) in sums.items()]
    return " · ".join(said)


def title_of(work: Any) -> str:
    """Return what a work order's operations are called in the reader's language."""
    return " + ".join(process_name(part) for part in (work.title or work.op).split(" + "))


def _line(viewer: Viewer, row: monitored.OrderMachine, machines: dict[str, str], broken: set[str]) -> Line:
    work = row.work
    down = bool(row.now and row.now.state == "down") or (work.machine_key in broken and work.state in OPEN)
    mark = "measured" if work.state in ("done", "moved") else "estimate"
    over = work.state in ("moved", "cancelled")
    return Line(
        key=work.key,
        state=work.state,
        title=title_of(work),
        firm=work.organisation.name,
        machine=machines.get(work.machine_key, work.machine_name),
        chip=chip("stop", _("machine down")) if down and not (row.now and row.now.tells_state) else _chip(row),
        spans=tuple(Span(DRAWN.get(span.state, span.state), span.start, span.end) for span in row.spans),
        start=row.window.start if row.window else None,
        end=row.window.end if row.window else None,
        done=work.done,
        quantity=work.quantity,
        scrap=work.scrap,
        due=work.planned_end,
        forecast=None if over else work.ended_at or work.forecast_end,
        mark="" if over else mark,
        tone="stop" if down and not over else "",
        css="bad" if down and not over else "",
        url=f"/work/{work.key}" if work.organisation_id == viewer.organisation_id else "",
        heard=row.now.heard_at if row.now else None,
    )


def _chip(row: monitored.OrderMachine) -> SafeString:
    """Return the machine's state where it is opened and at work, else where the work stands."""
    work, at = row.work, row.now
    if at and not at.silent and work.state in ("running", "paused"):
        state = at.state if at.tells_state else at.busy
        tone, word, icon = MACHINE[state]
        since = f" {words.length((now() - at.since).total_seconds())}" if at.since else ""
        return chip(tone, f"{word}{since}", icon)
    if work.state in ("planned", "ready"):
        return chip("wait", _("held %(when)s") % {"when": words.half_day(work.planned_start)}, "calendar")
    tone, word = WORK[work.state]
    return chip(tone, word)


def _proposed(best: Proposal) -> list[Line]:
    """Return the rows that the best proposal would add."""
    moves = [move for move in best.moves if move["to_machine"] != move["from_machine"]]
    machines = names({move["to_machine"] for move in moves})
    firms = {row.key: row.name for row in Organisation.objects.filter(key__in={move["to_firm"] for move in moves})}
    ends = {op["machine"]: utc(op["end"]) for op in best.data.get("operations", [])}
    return [
        Line(
            key="", state="", title=_("proposed"), firm=firms.get(move["to_firm"], ""),
            machine=machines.get(move["to_machine"], ""), chip=chip("wait", _("waits for consent")), spans=(),
            start=None, end=None, done=0, quantity=move["quantity"], scrap=0, due=None,
            forecast=ends.get(move["to_machine"]), mark="estimate", tone="", css="proposed",
        )
        for move in moves
    ]  # fmt: skip


def gantt(order: Order, rows: list[Line], works: list[Any], legs: list[Any], ways: list[Proposal]) -> Gantt:
    """Return the order's work and transport by day, with now and the due date."""
    by_machine: dict[str, list[Bar]] = {}
    machines = names({work.machine_key for work in works})
    for work in works:
        label = f"{work.organisation.name} · {machines.get(work.machine_key, work.machine_name)}"
        begin, end = work.started_at or work.planned_start, work.ended_at or work.forecast_end
        if work.state == "cancelled" or begin >= end:
            continue
        name = f"{title_of(work)} {work.done} / {work.quantity}"
        by_machine.setdefault(label, []).append(Bar(begin, end, name, _kind(work), f"/orders/{order.key}#{work.key}"))
    for op in ways[0].data.get("operations", []) if ways else []:
        bar = Bar(utc(op["start"]), utc(op["end"]), _("proposed"), "make", proposed=True)
        by_machine.setdefault(_where(op), []).append(bar)
    moves = [
        Bar(leg.departed_at or leg.planned_depart, leg.arrived_at or leg.planned_arrive, leg.carrier.name, "move")
        for leg in legs
        if leg.state != "cancelled"
    ]
    found = [Row(label, bars) for label, bars in by_machine.items()]
    found += [Row(_("Transport"), moves)] if moves else []
    return Gantt(found, _("The order by day"), now=now(), due=order.promised_at)


def _where(op: dict[str, Any]) -> str:
    firm = Organisation.objects.filter(key=op["firm"]).first()
    return f"{firm.name if firm else ''} · {names([op['machine']]).get(op['machine'], '')}"


def _kind(work: Any) -> str:
    if work.state in ("done", "moved"):
        return "done"
    if work.reason == "down" or work.state == "paused":
        return "down"
    if words.local(work.forecast_end).date() > words.local(work.planned_end).date():
        return "late"
    return "finish" if any(word in work.title.lower() for word in FINISHING) else "make"


def sketch(order: Order, works: list[Any], legs: list[Any]) -> Sketch:
    """Return the way of the goods: every town that they pass, in order, and where something is down."""
    places, towns = region_map().towns, town_names()
    ways = [(leg.from_town, leg.to_town) for leg in legs if leg.state != "cancelled"]
    passed = [town for way in ways for town in way] or [work.organisation.town for work in works]
    order_of = [town for town in dict.fromkeys(passed) if town in places]
    down = {work.organisation.town for work in works if work.reason == "down"}
    last = ways[-1][1] if ways else ""
    stops = [
        Stop(
            places[town].latitude_udeg / 1e6,
            places[town].longitude_udeg / 1e6,
            towns.get(town, town),
            "★" if town == last else str(number),
            tone="stop" if town in down else "",
        )
        for number, town in enumerate(order_of, 1)
    ]
    known = [(a, b) for a, b in dict.fromkeys(ways) if a != b and a in order_of and b in order_of]
    return Sketch(stops, [[order_of.index(a), order_of.index(b)] for a, b in known], _("The way of the goods"))
