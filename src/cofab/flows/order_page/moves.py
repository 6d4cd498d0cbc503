"""Whose move it is in an order: one sentence, why, until when, what silence means, and what the viewer can do.

Promises: every live order has exactly one next move; what the viewer is offered is what the steps would accept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.inspect import selectors as inspected
from cofab.apps.creation.produce import selectors as produced
from cofab.apps.realisation.ledger.custody import selectors as custody
from cofab.apps.realisation.ledger.custody.port import custodian
from cofab.apps.realisation.rate import selectors as rated
from cofab.apps.realisation.settle import selectors as settled
from cofab.core.kernel.refusal import Refused
from cofab.flows.life import facts_of
from cofab.flows.order_page import ways
from cofab.flows.order_page.work import title_of
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order


NAMED = 3


@dataclass(frozen=True)
class Move:
    """The next move of an order as one viewer sees it.

    `tone` is the bar's (you, wait, care, stop, done); `do` names what the viewer is offered (a piece of the bar's
    template), with its `facts`; `word` says in two or three words what lists show.
    """

    tone: str
    what: str
    why: str = ""
    until: datetime | None = None
    silence: str = ""
    do: str = ""
    word: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def mine(self) -> bool:
        """Tell whether the viewer is to act."""
        return bool(self.do) and self.tone in ("you", "care", "stop")


def move_of(viewer: Viewer, order: Order) -> Move:
    """Return whose move it is in an order that the viewer may see."""
    return _proposed(viewer, order) or STATES[order.state](viewer, order)


def buys(viewer: Viewer, order: Order) -> bool:
    """Tell whether the viewer acts for the buyer."""
    return viewer.organisation_id == order.organisation_id


def named(keys: Iterable[str]) -> str:
    """Return the names of organisations by public name, in one list."""
    return together(row.name for row in Organisation.objects.filter(key__in=list(keys)).order_by("id"))


def together(names: Iterable[str]) -> str:
    """Return names as one list; of more than three the first two and how many others."""
    found = list(names)
    if len(found) <= NAMED:
        return _(", ").join(found)
    shown, others = found[: NAMED - 1], len(found) - NAMED + 1
    return _("%(names)s and %(n)s others") % {"names": _(", ").join(shown), "n": others}


def _proposed(viewer: Viewer, order: Order) -> Move | None:
    """Return the move where a way to go on is proposed: the viewer's answer, or that of others."""
    rows = ways.open_ways(viewer, order)
    if not rows:
        return None
    best = rows[0]
    mine = [row for row in rows if row.answers.get(viewer.organisation_key) == ""]
    if best not in mine:
        missing = named(key for key, answer in best.answers.items() if answer == "")
        what = _("Waiting for %(names)s to agree") % {"names": missing}
        return Move("wait", what, ways.why(best), best.answer_by, ways.silence(rows), word=missing)
    others = len(rows) - 1
    return Move(
        "care", _("Your turn: %(what)s") % {"what": ways.question(best)}, ways.why(best), best.answer_by,
        ways.silence(rows), "consent", _("agree to a move"), {"proposal": best, "others": others},
    )  # fmt: skip


def _draft(viewer: Viewer, order: Order) -> Move:
    declined = [row for row in agreed.requests_of(viewer, order) if row.state in ("declined", "lapsed")]
    who = together(row.organisation.name for row in declined)
    if not buys(viewer, order):
        return Move("wait", _("The buyer chooses another plan"), word=_("Buyer: choose again"))
    what = _("Your turn: choose another plan")
    why = _("%(names)s cannot take it. Nothing is held, nothing is owed.") % {"names": who} if who else ""
    return Move("care", what, why, do="replan", word=_("choose another plan"))


def _reserved(viewer: Viewer, order: Order) -> Move:
    rows = agreed.requests_of(viewer, order)
    mine = next((row for row in rows if row.organisation_id == viewer.organisation_id and row.state == "asked"), None)
    silence = _("no answer: the buyer chooses another plan")
    if mine and not buys(viewer, order):
        why = _("%(price)s ex VAT for your part") % {"price": words.money(mine.price_minor)}
        facts = {"url": f"/requests/{mine.key}"}
        return Move("you", _("Your turn: take this work?"), why, mine.answer_by, silence, "answer",
                    _("answer the request"), facts)  # fmt: skip
    countered = next((row for row in rows if row.state == "countered"), None)
    if countered and buys(viewer, order):
        return _countered(countered, silence)
    asked = [row for row in rows if row.state == "asked"]
    names = together(row.organisation.name for row in asked) or _("the other firms")
    until = min((row.answer_by for row in asked), default=order.reserve_expires_at)
    what = _("Waiting for %(names)s to answer") % {"names": names}
    why = _("Every machine is held until then. Nothing is paid before the contract is signed.")
    return Move("wait", what, why, until, silence, word=_("%(names)s: answer") % {"names": names})


def _countered(row: Any, silence: str) -> Move:
    asks = []
    if row.counter_price_minor is not None:
        before, after = words.money(row.price_minor), words.money(row.counter_price_minor)
        asks.append(_("%(after)s instead of %(before)s ex VAT") % {"after": after, "before": before})
    if row.counter_finish:
        asks.append(_("done by %(date)s") % {"date": words.half_day(row.counter_finish)})
    what = _("Your turn: %(name)s asks for other terms") % {"name": row.organisation.name}
    why = _(", ").join([*asks, *([f"“{row.note}”"] if row.note else [])])
    return Move("care", what, why, row.answer_by, silence, "counter", _("answer a counter-offer"), {"row": row})


def _agreed(viewer: Viewer, order: Order) -> Move:
    silence = _("not signed by then: the machines are free again")
    mine = agreed.to_sign(viewer, order)
    if mine:
        total = sum(row.terms["money"]["gross_minor"] for row in mine)
        what = ngettext("Your turn: sign the contract", "Your turn: sign %(n)s contracts", len(mine)) % {"n": len(mine)}
        why = _("%(sum)s incl. VAT, arrives by %(date)s. Read it before you sign.") % {
            "sum": words.money(total), "date": words.day(order.promised_at)}  # fmt: skip
        return Move(
            "you",
            what,
            why,
            order.reserve_expires_at,
            silence,
            "sign",
            _("sign"),
            {"contracts": mine, "one": len(mine) == 1},
        )
    names = named(agreed.missing_signers(order))
    what = _("Waiting for %(names)s to sign") % {"names": names}
    return Move("wait", what, "", order.reserve_expires_at, silence, word=_("%(names)s: sign") % {"names": names})


def _signed(viewer: Viewer, order: Order) -> Move:
    if order.way == "direct":
        why = _("No deposit. The buyer owes each milestone when it is released; both confirm the payment.")
        return Move("wait", _("Work is being set up"), why, word=_("setting up"))
    silence = _("not paid by then: the machines are free again")
    if not buys(viewer, order):
        what = _("Waiting for the buyer to secure the payment")
        why = _("Work starts when the money is with the custodian.")
        return Move("wait", what, why, order.reserve_expires_at, silence, word=_("Buyer: secure payment"))
    asked = custody.transfers(viewer, order.key).filter(direction="in").first()
    why = _("%(sum)s stays with the custodian and is released step by step.") % {"sum": words.money(order.price_minor)}
    if asked is None:
        return Move("you", _("Your turn: secure the payment"), why, order.reserve_expires_at, silence, "pay",
                    _("secure payment"))  # fmt: skip
    bank = custodian(asked.custodian).instructions(asked.reference, asked.amount_minor, asked.currency)
    facts = {"transfer": asked, "bank": bank, "demo": settings.COFAB_DEMO}
    what = _("Your turn: pay %(sum)s to the custodian") % {"sum": words.money(asked.amount_minor)}
    why = _("Write %(reference)s on the payment. Work starts when it is there.") % {"reference": asked.reference}
    return Move("you", what, why, order.reserve_expires_at, silence, "deposit", _("pay the deposit"), facts)


def _running(viewer: Viewer, order: Order) -> Move:
    report = inspected.inspections(viewer, order.key).first()
    if report and report.organisation_id == viewer.organisation_id and report.state in ("received", "recorded"):
        return Move("you", _("Your turn: inspect the goods"), report.method, do="link", word=_("inspect"),
                    facts={"url": f"/inspections/{report.key}", "label": _("Inspect")})  # fmt: skip
    return _own_work(viewer, order) or _own_leg(viewer, order) or _being_made(viewer, order, report)


def _own_work(viewer: Viewer, order: Order) -> Move | None:
    rows = produced.own_work(viewer).filter(order_key=order.key)
    ready = rows.filter(state__in=("ready", "paused"), planned_start__lte=now()).exclude(reason="down").first()
    if ready is None:
        return None
    what = _("Your turn: start %(work)s on %(machine)s") % {"work": title_of(ready), "machine": ready.machine_name}
    why = _("planned %(start)s – %(end)s") % {
        "start": words.moment(ready.planned_start), "end": words.moment(ready.planned_end)}  # fmt: skip
    facts = {"url": f"/work/{ready.key}", "label": _("Open the work order")}
    return Move("you", what, why, do="link", word=_("start work"), facts=facts)


def _own_leg(viewer: Viewer, order: Order) -> Move | None:
    rows = delivered.shipments(viewer, order.key).filter(state__in=("ready", "moving"))
    leg = rows.filter(carrier_id=viewer.organisation_id).first()
    if leg is None:
        return None
    moving = leg.state == "moving"
    place = leg.destination.name if moving else leg.origin.name
    what = _("Your turn: hand over at %(place)s") if moving else _("Your turn: pick up at %(place)s")
    facts = {"url": f"/shipments/{leg.key}", "label": _("Record the handover")}
    at = leg.planned_arrive if moving else leg.planned_depart
    why = ngettext("%(n)s piece", "%(n)s pieces", leg.quantity) % {"n": leg.quantity} + f" · {words.moment(at)}"
    return Move("you", what % {"place": place}, why, do="link", word=_("hand over"), facts=facts)


def _being_made(viewer: Viewer, order: Order, report: Any) -> Move:
    if report and report.state == "failed":
        what = _("The inspection found faults")
        return Move("stop", what, _("Report %(number)s") % {"number": report.number}, do="link", word=_("inspection"),
                    facts={"url": f"/inspections/{report.key}", "label": _("See the report")})  # fmt: skip
    making = produced.making(viewer, order.key)
    if making.down:
        return Move("stop", _("A machine is down; a way to go on is being searched"), word=_("machine down"))
    facts = facts_of(order)
    made = _("%(done)s of %(n)s made") % {"done": words.grouped(facts.pieces_done), "n": words.grouped(facts.pieces)}
    why = _("Nothing for you to do now. Expected %(date)s.") % {"date": words.day(order.forecast_at)}
    return Move("wait", _("Being made: %(made)s") % {"made": made}, why, word=made)


def _delivered(viewer: Viewer, order: Order) -> Move:
    silence = _("no answer by then: accepted")
    answer = delivered.acceptance(viewer, order.key)
    until = answer.answer_until if answer else None
    if not buys(viewer, order):
        return Move("wait", _("Waiting for the buyer to accept the goods"), "", until, silence,
                    word=_("Buyer: accept"))  # fmt: skip
    why = _("%(n)s pieces arrived %(at)s. Accepting releases the next payment.") % {
        "n": words.grouped(answer.quantity), "at": words.moment(answer.delivered_at)} if answer else ""  # fmt: skip
    return Move("you", _("Your turn: accept the goods?"), why, until, silence, "accept", _("accept the goods"))


def _accepted(viewer: Viewer, order: Order) -> Move:
    silence = _("then all ratings open")
    left = to_rate(viewer, order)
    until = _rated_by(viewer, order)
    if left:
        names = together(row.name for row in left)
        what = _("Your turn: rate %(names)s") % {"names": names}
        why = _("Nobody sees it before both sides have rated.")
        return Move("you", what, why, until, silence, "rate", _("rate"))
    return Move("wait", _("Waiting for the others' ratings"), _("Both open together."), until, silence,
                word=_("Others: rate"))  # fmt: skip


def _rated_by(viewer: Viewer, order: Order) -> datetime | None:
    try:
        return settled.money_of(viewer, order.key).row.rated_by
    except Refused:
        return None


def to_rate(viewer: Viewer, order: Order) -> list[Organisation]:
    """Return whom the acting organisation has not rated yet in an order whose time for ratings is open."""
    try:
        money = settled.money_of(viewer, order.key).row
    except Refused:
        return []
    if money.rated_by is None or money.rated_by <= now():
        return []
    makers = [key for key, kind in money.parties.items() if kind == "maker"]
    if viewer.organisation_id == money.payer_id:
        due = makers
    else:
        due = [money.payer.key] if viewer.organisation_key in makers else []
    given = rated.ratings(viewer, order.key).filter(rater_id=viewer.organisation_id).values("rated_id")
    return list(Organisation.objects.filter(key__in=due).exclude(pk__in=given).order_by("id"))


def _over(what: str) -> Callable[[Viewer, Order], Move]:
    return lambda _viewer, _order: Move("done", _(what), word="")


def _lapsed(viewer: Viewer, order: Order) -> Move:
    why = _("Nothing is held and nothing is owed.")
    if not buys(viewer, order):
        return Move("done", _("The reservation ran out"), why)
    return Move("care", _("The reservation ran out: choose again?"), why, do="replan", word=_("choose again"))


STATES: dict[str, Callable[[Viewer, Order], Move]] = {
    "draft": _draft,
    "reserved": _reserved,
    "agreed": _agreed,
    "signed": _signed,
    "running": _running,
    "delivered": _delivered,
    "accepted": _accepted,
    "closed": _over(gettext_noop("Done: paid and rated")),
    "cancelled": _over(gettext_noop("Cancelled by the buyer")),
    "lapsed": _lapsed,
}
"""Who moves, by the order's state."""
