"""What was agreed, in a few lines: the contract's settled questions and figures, who signed, who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.agree import selectors as agreed
from cofab.apps.creation.deliver import selectors as delivered
from cofab.apps.creation.inspect import selectors as inspected
from cofab.flows.order_page.work import title_of
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Contract, Order


@dataclass(frozen=True)
class Part:
    """One who takes part: the organisation, and what it does here."""

    organisation: Organisation
    does: str


def settled(contract: Contract) -> list[str]:
    """Return every question that was answered before the contract, as the contract says it."""
    language = "zh" if words.chinese() else "en"
    return [clause[language] for clause in contract.terms["clauses"] if clause["name"] == "settled"]


def figures(contract: Contract) -> list[tuple[str, str]]:
    """Return the figures of a contract as names and values."""
    facts = {clause["name"]: clause["facts"] for clause in contract.terms["clauses"]}
    found = []
    if late := facts.get("late"):
        value = _("%(per_day)s%% a day, at most %(cap)s%%") % late
        found.append((_("Late delivery"), value))
    if quantity := facts.get("quantity"):
        found.append((_("Over or under"), f"±{quantity['tolerance']}%"))
    if kept := facts.get("retention"):
        found.append((_("Retention"), _("%(retention)s%%, %(days)s days") % kept))
    elif "retention.none" in facts:
        found.append((_("Retention"), _("none")))
    if silence := facts.get("acceptance"):
        found.append((_("Acceptance"), _("%(days)s days, then silence accepts") % silence))
    if share := facts.get("share"):
        found.append((_("Shared by rating"), f"{share['performance']}% + {share['innovation']}%"))
    return found


def signed_by(viewer: Viewer, contract: Contract) -> tuple[int, int]:
    """Return how many of the two parties of a contract have signed it."""
    return len(agreed.signatures_of(viewer, contract)), 2


def parts(viewer: Viewer, order: Order, works: list[Any]) -> list[Part]:
    """Return who takes part in an order, as far as the viewer sees: buyer, lead, makers, carriers, inspection."""
    found: dict[int, list[str]] = {}
    known: dict[int, Organisation] = {}

    def add(row: Organisation, does: str) -> None:
        known[row.pk] = row
        if does not in found.setdefault(row.pk, []):
            found[row.pk].append(does)

    add(order.organisation, _("buyer"))
    if order.lead:
        add(order.lead, _("lead contractor"))
    for request in agreed.requests_of(viewer, order):
        if request.state not in ("withdrawn", "declined", "lapsed"):
            add(request.organisation, _inquired(request))
    for work in works:
        add(work.organisation, title_of(work))
    for leg in delivered.shipments(viewer, order.key):
        add(leg.carrier, _("transport"))
    for report in inspected.inspections(viewer, order.key):
        add(report.organisation, _("inspection"))
    return [Part(known[pk], _(", ").join(word for word in does if word)) for pk, does in found.items()]


def _inquired(request: Any) -> str:
    return "" if request.state == "accepted" else _("asked")
