"""The whole ledger as the operator may see it: every account, the newest entries, and whether everything holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cofab.apps.base.viewer import platform
from cofab.apps.creation.agree.selectors import orders_for
from cofab.apps.realisation.ledger import selectors as ledger
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.settle.face import ENTRIES
from cofab.web import words
from cofab.web.table import Column, Filter, Table

KINDS = {
    "custody": gettext_lazy("with the custodian"),
    "deposit": gettext_lazy("deposit of an order"),
    "payable": gettext_lazy("to be paid out"),
    "owes": gettext_lazy("owes directly"),
    "owed": gettext_lazy("is owed directly"),
}
CHECKS = {
    "entries balance": gettext_lazy("every entry sums to zero"),
    "entries have their postings": gettext_lazy("every entry has all its postings"),
    "balances equal postings": gettext_lazy("every balance is the sum of its postings"),
    "no prefix goes where it may not": gettext_lazy("no account was ever overdrawn"),
    "held equals open holds": gettext_lazy("what is held is the sum of open holds"),
    "posted holds moved exactly their amount": gettext_lazy("every hold moved exactly its amount"),
    "custody covers what is owed": gettext_lazy("custody covers everything that is owed"),
    "obligations are owed to somebody": gettext_lazy("every direct debt has its creditor"),
    "orders: secured is paid, returned and held": gettext_lazy("of every order: secured = paid + returned + held"),
    "orders: waiting milestones have their hold": gettext_lazy("every waiting milestone has its hold"),
    "deposits: in is out and left": gettext_lazy("of every deposit: in = out + left"),
    "entries of an order touch no other order": gettext_lazy("entries of an order touch no other order"),
    "a key stands for one entry": gettext_lazy("a key stands for one entry"),
    "a hold resolves once": gettext_lazy("every hold is resolved once"),
    "holds expire in their time": gettext_lazy("holds end in their time"),
    "custody and books say the same": gettext_lazy("the custodian and the books say the same"),
    "split parts sum to their total": gettext_lazy("parts of a split sum to their total"),
    "contract, deposit and money name the same payer": gettext_lazy("contract, deposit and money name one payer"),
    "every entry of the history stands": gettext_lazy("every entry told in the history exists"),
    "every entry stands in the history": gettext_lazy("every entry stands in the history"),
}
"""The ledger's invariants in words."""
NEWEST, MOST_NAMED = 40, 4


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the ledger page for the operator; refuses everybody else."""
    request.viewer.require("operator")
    with platform() as system:
        report = check()
        entries = [_entry(row) for row in ledger.entries(system, "", NEWEST)]
        numbers = dict(orders_for(system).values_list("key", "number"))
        table = _accounts(request, list(ledger.accounts(system)), numbers)
        return {
            "report": report,
            "checks": [(CHECKS.get(one.name, one.name), one) for one in report.checks],
            "entries": entries,
            "table": table,
            "csv": table.csv() if table.wants_csv else None,
            "lines": table.lines,
        }


def _entry(row: Any) -> tuple[Any, Any, int, list[str]]:
    """Return an entry with its name, the amount that went its way, and whose accounts it passed in order."""
    postings = list(row.postings.all())
    passed = [one.account.owner.name if one.account.owner else _("Custodian") for one in postings]
    way = [name for name, before in zip(passed, [None, *passed], strict=False) if name != before]
    if len(way) > MOST_NAMED:
        way = [way[0], _("%(n)s accounts") % {"n": len(set(way[1:-1]))}, way[-1]]
    return ENTRIES.get(row.kind, row.kind), row, max(abs(one.amount_minor) for one in postings), way


def _accounts(request: HttpRequest, rows: list[Any], numbers: dict[str, str]) -> Table:
    return Table(
        request,
        [
            Column("owner", _("Owner"), value=lambda row: row.owner.name if row.owner else _("Custodian")),
            Column("kind", _("Kind"), show=lambda kind: KINDS.get(kind, kind), sort=True),
            Column("order_key", _("Order"), url=lambda row: f"/tower/{row.order_key}" if row.order_key else "",
                   show=lambda key: numbers.get(key, key) or words.NONE),
            Column("posted_minor", _("Balance"), show=words.money, number=True, sort=True),
            Column("held_minor", _("Held"), show=lambda minor: words.money(minor or None), number=True, sort=True),
        ],
        rows,
        filters=[Filter("kind", _("Kind"), list(KINDS.items()))],
        search=["order_key"],
        title=_("Accounts"),
        name="accounts",
        per_page=25,
        empty=_("No account yet. The first comes with the first deposit."),
    )  # fmt: skip
