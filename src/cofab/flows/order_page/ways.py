"""Ways to go on after something upset an order, in words: what is asked, what it costs, who agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.replan import selectors as replanned
from cofab.apps.proposition.publish.selectors import names
from cofab.web import words

if TYPE_CHECKING:
    from cofab.apps.creation.agree.models import Order
    from cofab.apps.creation.replan.models import Proposal

WAIT = "wait"


@dataclass(frozen=True)
class Way:
    """One proposal as the page lists it; `answers` are (name, answer), `mine` that the viewer's answer is missing."""

    row: Proposal
    what: str
    cost_minor: int
    forecast_at: datetime
    answers: list[tuple[str, str]]
    mine: bool


def open_ways(viewer: Viewer, order: Order) -> list[Proposal]:
    """Return the open proposals of an order that the viewer may see, the best first."""
    return list(replanned.proposals_for(viewer, order.key).filter(state="open"))


def listed(viewer: Viewer, rows: list[Proposal]) -> list[Way]:
    """Return open proposals as options to choose from."""
    firms = {key for row in rows for key in row.answers}
    known = {row.key: row.name for row in Organisation.objects.filter(key__in=firms)}
    return [
        Way(
            row,
            question(row).rstrip("?？"),
            row.cost_minor,
            row.forecast_at,
            [(known.get(key, key), answer) for key, answer in row.answers.items()],
            row.answers.get(viewer.organisation_key) == "",
        )
        for row in rows
    ]


def question(row: Proposal) -> str:
    """Return what a proposal asks, as a question."""
    moves = [move for move in row.moves if move["to_machine"] != move["from_machine"]]
    if row.way == WAIT or not moves:
        return _("wait until %(machine)s runs again?") % {"machine": row.broken.label}
    parts = [_part(move) for move in moves]
    return _("move %(parts)s?") % {"parts": _(" and ").join(parts)}


def _part(move: dict[str, Any]) -> str:
    machine = names([move["to_machine"]]).get(move["to_machine"], move["to_machine"])
    firm = Organisation.objects.filter(key=move["to_firm"]).first()
    own = move["to_firm"] == move["from_firm"]
    facts = {"n": move["quantity"], "machine": machine, "firm": firm.name if firm else ""}
    if own:
        return ngettext("%(n)s piece to the shop's own %(machine)s", "%(n)s pieces to the shop's own %(machine)s",
                        move["quantity"]) % facts  # fmt: skip
    return ngettext("%(n)s piece to %(firm)s (%(machine)s)", "%(n)s pieces to %(firm)s (%(machine)s)",
                    move["quantity"]) % facts  # fmt: skip


def why(row: Proposal) -> str:
    """Return what happened, and what the proposal changes: date and cost."""
    facts = {
        "machine": f"{row.broken.organisation.name} {row.broken.label}",
        "date": words.day(row.forecast_at),
        "cost": words.money(row.cost_minor),
    }
    if not row.cost_minor:
        return _("%(machine)s is down. Arrival %(date)s, price unchanged, moving costs nothing.") % facts
    return _("%(machine)s is down. Arrival %(date)s, price unchanged; moving costs %(cost)s, paid from the "
             "risk reserve.") % facts  # fmt: skip


def silence(rows: list[Proposal]) -> str:
    """Return what happens when nobody answers."""
    return _("no answer: nothing moves")
