"""The money of an order as one viewer may see it: four figures, milestones, own lines, entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum, prefetch_related_objects

from cofab.apps.base.models import Event, Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.realisation.ledger.models import Account, Entry, Posting
from cofab.apps.realisation.ledger.selectors import entries
from cofab.apps.realisation.settle.mappers import dues_of, lines_of, milestones_of
from cofab.apps.realisation.settle.models import Cut, Milestone, OrderMoney
from cofab.apps.realisation.share.selectors import shares_of
from cofab.core.creation.agree.facts import Due
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.realisation.ledger.account import DEPOSIT, OWED, PAYABLE
from cofab.core.realisation.settle.endings import Line
from cofab.core.realisation.settle.milestones import owed
from cofab.core.realisation.settle.statement import Statement, Whole, checked_whole, statement

POOLS = ("performance", "innovation")


@dataclass(frozen=True)
class Payee:
    """One row of who gets what: what is agreed with VAT, paid, waiting and taken off.

    `lines` only for one's own; `agreed` names the kinds of those that are agreed.
    """

    organisation: Organisation | None
    kind: str
    agreed_minor: int
    set_aside_minor: int
    paid_minor: int
    waiting_minor: int
    shares: dict[str, int]
    mine: bool
    lines: tuple[Line, ...] = ()
    agreed: frozenset[str] = frozenset()

    @property
    def total_minor(self) -> int:
        """Return what this payee gets, as far as it is decided."""
        return self.agreed_minor + self.set_aside_minor + sum(self.shares.values()) + self.cuts_minor

    @property
    def cuts_minor(self) -> int:
        """Return what was taken off or added besides what is agreed."""
        agreed = {*self.agreed, "vat", "set_aside", *POOLS}
        return sum(line.amount_minor for line in self.lines if line.kind not in agreed)


@dataclass(frozen=True)
class Money:
    """The money page of an order: `received`, `waiting`, `pools_most` are the viewer's own, in minor units."""

    row: OrderMoney
    received_minor: int
    waiting_minor: int
    pools_most_minor: int
    milestones: Sequence[Milestone]
    payees: Sequence[Payee]
    entries: Sequence[Entry]
    is_payer: bool
    whole: Whole | None


def money_of(viewer: Viewer, order_key: str) -> Money:
    """Return the money of an order for one who takes part; refused as not found for anybody else.

    The payer and the lead contractor see every payee's row, a payee its own and one row for all others. The order's
    money is locked while it is read, so that a release under way is seen whole or not at all.
    """
    own = list(Milestone.visible_to(viewer).filter(order_key=order_key).select_related("payee"))
    with platform():
        rows = OrderMoney.objects.select_for_update(of=("self",)).select_related("payer", "lead")
        row = rows.filter(order_key=order_key).first()
        takes_part = bool(own) or bool(row and set(row.audience) & set(viewer.organisations))
        if row is None or not (takes_part or viewer.system):
            raise Refused(NOT_FOUND)
        every = list(row.milestones.select_related("payee"))
        payees = _payees(viewer, row, every)
        whole = whole_of(row)
    mine = [payee for payee in payees if payee.mine]
    return Money(
        row=row,
        received_minor=sum(payee.paid_minor for payee in mine),
        waiting_minor=sum(payee.waiting_minor for payee in mine),
        pools_most_minor=_pools_most(viewer, every),
        milestones=own or every,
        payees=payees,
        entries=entries(viewer, order_key, 50),
        is_payer=row.payer_id in viewer.organisations,
        whole=whole if set(row.audience) & set(viewer.organisations) or viewer.system else None,
    )


def _pools_most(viewer: Viewer, every: Sequence[Milestone]) -> int:
    makes = any(m.payee_id in viewer.organisations for m in every)
    pools = [m.amount_minor for m in every if m.kind in POOLS and m.state in ("planned", "waiting")]
    return sum(pools) if makes else 0


def _payees(viewer: Viewer, row: OrderMoney, every: Sequence[Milestone]) -> list[Payee]:
    sums = owed(dues_of(row))
    firms = {firm.key: firm for firm in Organisation.objects.filter(key__in=[key for key in sums if key])}
    sees_all = viewer.system or bool(set(row.audience) & set(viewer.organisations))
    listed = [_payee(viewer, row, every, key, firms.get(key)) for key in sums]
    if sees_all:
        return listed
    mine = [payee for payee in listed if payee.mine]
    others = [payee for payee in listed if not payee.mine]
    return [*mine, _together(others)] if others else mine


def _payee(viewer: Viewer, row: OrderMoney, every: Sequence[Milestone], key: str, firm: Organisation | None) -> Payee:
    own = [m for m in every if (m.payee_id == firm.pk if firm else m.kind == "reserve")]
    made = statement_rows(row, every, key, firm)
    shares = {line.kind: line.amount_minor for line in made.lines if line.kind in POOLS}
    mine = bool(firm and firm.pk in viewer.organisations)
    return Payee(
        organisation=firm,
        kind=row.parties.get(key, "reserve"),
        agreed_minor=owed(dues_of(row)).get(key, 0),
        set_aside_minor=sum(line.amount_minor for line in made.lines if line.kind == "set_aside"),
        paid_minor=sum(m.paid_minor for m in own) + sum(shares.values()),
        waiting_minor=sum(m.amount_minor for m in own if m.state in ("planned", "waiting", "contested")),
        shares=shares,
        mine=mine,
        lines=made.lines if mine or viewer.system else (),
        agreed=frozenset(due.kind for due in dues_of(row)),
    )


def _together(others: Sequence[Payee]) -> Payee:
    shares = {part: sum(payee.shares.get(part, 0) for payee in others) for part in POOLS}
    return Payee(
        organisation=None,
        kind="others",
        agreed_minor=sum(payee.agreed_minor for payee in others),
        set_aside_minor=sum(payee.set_aside_minor for payee in others),
        paid_minor=sum(payee.paid_minor for payee in others),
        waiting_minor=sum(payee.waiting_minor for payee in others),
        shares=shares,
        mine=False,
    )


def statement_rows(row: OrderMoney, every: Sequence[Milestone], key: str, firm: Organisation | None) -> Statement:
    """Return the statement of one payee from rows that were read as the platform."""
    with platform() as system:
        shares = shares_of(system, row.order_key, key)
        cuts = Cut.objects.filter(order_key=row.order_key, payee=firm).order_by("id") if firm else []
        return statement(key, dues_of(row), milestones_of(every), shares, lines_of(cuts))


def statement_for(viewer: Viewer, order_key: str) -> Statement:
    """Return the acting organisation's statement of an order, every line with its figures; not found for strangers."""
    money = money_of(viewer, order_key)
    with platform():
        every = list(money.row.milestones.select_related("payee"))
        firm = Organisation.objects.filter(pk=viewer.organisation_id).first()
        return statement_rows(money.row, every, viewer.organisation_key, firm)


def whole_of(row: OrderMoney) -> Whole:
    """Return an order's money as secured = released + refunded + held, from the ledger; refused where it is not so.

    Reads as the platform. In direct payment secured is what has become due.
    """
    if row.way == "direct":
        due = _sum_into(row.order_key, OWED, "obliged")
        return checked_whole(Whole(due, due, 0, 0))
    deposits = Account.objects.filter(order_key=row.order_key, kind=DEPOSIT)
    held = sum(deposits.values_list("posted_minor", flat=True))
    refunded = _sum_into(row.order_key, PAYABLE, owner=row.payer_id)
    through = _passed_on(row)
    released = _sum_into(row.order_key, PAYABLE) - refunded - through
    return checked_whole(Whole(_sum_into(row.order_key, DEPOSIT, "deposit"), released, refunded, held))


def _passed_on(row: OrderMoney) -> int:
    """Return what only passed through the lead contractor's account on its way to others."""
    rows = Posting.objects.filter(entry__order_key=row.order_key, entry__kind="release", amount_minor__lt=0)
    passed = rows.filter(account__kind=PAYABLE).aggregate(total=Sum("amount_minor"))["total"] or 0
    return -passed


def _sum_into(order_key: str, account: str, kind: str = "", owner: int | None = None) -> int:
    rows = Posting.objects.filter(entry__order_key=order_key, account__kind=account, amount_minor__gt=0)
    rows = rows.filter(entry__kind=kind) if kind else rows
    rows = rows.filter(account__owner_id=owner) if owner else rows
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def owed_of(row: OrderMoney) -> dict[str, int]:
    """Return the contract sum of each payee of an order, with VAT."""
    return owed(dues_of(row))


def agreed_lines(order_key: str) -> tuple[Due, ...]:
    """Return the lines of an order's money as they stand, what recoveries moved included; call as the platform."""
    row = OrderMoney.objects.filter(order_key=order_key).first()
    return dues_of(row) if row else ()


def takes_part(viewer: Viewer, order_key: str) -> bool:
    """Tell whether the acting organisation pays or is paid in an order."""
    with platform():
        row = OrderMoney.objects.select_related("payer").filter(order_key=order_key).first()
    return row is not None and (viewer.system or viewer.organisation_key in (row.payer.key, *row.parties))


def parties_of(order_key: str) -> dict[str, str]:
    """Return who takes part in the money of an order, by public name with its kind; empty before it is fixed."""
    with platform():
        row = OrderMoney.objects.filter(order_key=order_key).first()
    return row.parties if row else {}


def payment_of(order_key: str) -> str:
    """Return how far an order's payment is: none, asked, secured, or released where only ratings hold money back."""
    with platform():
        row = OrderMoney.objects.filter(order_key=order_key).first()
        if row is None:
            return "none"
        if row.secured_at is None:
            return "asked"
        waiting = Milestone.objects.filter(order_key=order_key, state__in=("planned", "waiting", "contested"))
        return "secured" if waiting.exclude(trigger__in=("rated", "retained")).exists() else "released"


def earnings(viewer: Viewer) -> list[Milestone]:
    """Return the acting organisation's own milestones of all orders, newest order first.

    The order's money comes along for its title, number and way; its lines are not the payee's to see.
    """
    rows = list(Milestone.visible_to(viewer).filter(payee_id=viewer.organisation_id).order_by("-money_id", "number"))
    with platform():
        prefetch_related_objects(rows, "money", "payee")
    return rows


def paying(viewer: Viewer) -> list[OrderMoney]:
    """Return the money of the orders that the acting organisation pays for, newest first."""
    rows = OrderMoney.visible_to(viewer).filter(payer_id=viewer.organisation_id)
    return list(rows.order_by("-id"))


def contested_by(viewer: Viewer, money: Money) -> set[str]:
    """Return the disputed milestones of an order whose dispute the viewer raised, or all to the operator."""
    keys = [row.key for row in money.milestones if row.state == "contested"]
    operates = viewer.kind == "operator" and viewer.has("operator")
    with platform():
        said = Event.objects.filter(subject__in=keys, kind="settle.contest").order_by("id")
        last = {row.subject: row for row in said}
    alone = {key: row.on_behalf for key, row in last.items() if not row.facts.get("dispute")}
    return {key for key, firm in alone.items() if operates or firm == viewer.organisation_key}


def may_contest(viewer: Viewer, money: Money, row: Milestone) -> bool:
    """Tell whether the viewer pays a waiting milestone or is paid by it."""
    between = {money.row.payer_id, money.row.lead_id, row.payee_id} - {None}
    return row.state == "waiting" and row.payee_id is not None and viewer.organisation_id in between
