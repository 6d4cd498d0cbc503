"""One plan as pages show it: who makes it, what it is good at, its price by payee, what choosing it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.proposition.demand.trade import line_name
from cofab.core.creation.plan.model import Plan
from cofab.web import words

MOST_NAMES, MOST_TAGS, SAFE = 3, 2, 0.75
TAGS = {
    "cheapest": gettext_lazy("cheapest"),
    "fastest": gettext_lazy("fastest"),
    "fewest": gettext_lazy("fewest partners"),
    "late": gettext_lazy("cheaper, but late"),
    "trusted": gettext_lazy("most trusted"),
    "surest": gettext_lazy("surest"),
    "greenest": gettext_lazy("least carbon"),
    "elsewhere": gettext_lazy("without the main firm of the cheapest"),
    "balanced": gettext_lazy("between cheap and fast"),
    "lots": gettext_lazy("in lots"),
    "alternative": gettext_lazy("another way"),
}


@dataclass(frozen=True)
class Shown:
    """One plan as a page shows it; `mark` tells where its price comes from."""

    row: PlanRow
    plan: Plan
    name: str
    note: str
    mark: str
    each: int
    late: str
    days: str
    odds: float
    tone: str
    firms: int
    legs: int
    credit: str
    carbon: str
    gap: float
    new: bool
    own: bool
    transport: int
    lines: list[dict[str, Any]]
    ask: str
    then: str
    yes: str


def show(
    run: PlanRun, row: PlanRow, plan: Plan, names: Mapping[str, str], fresh: set[str], own: set[str], least_minor: int
) -> Shown:
    """Return one plan for a page; `fresh` and `own` are the new members and the operator's own supply."""
    makers = list(dict.fromkeys(op.firm for op in plan.operations))
    odds = 1 - plan.risk_ppm / 1_000_000
    ahead = (plan.finish - run.created_at).days
    price = words.money(row.price_minor, 0)
    return Shown(
        row=row,
        plan=plan,
        name=makers_word([names.get(key, key) for key in makers]),
        note=note(plan, row.price_minor - least_minor),
        mark=mark_of(plan),
        each=row.price_minor // run.quantity,
        late=late_word(plan, run),
        days=ngettext("%(n)s day", "%(n)s days", ahead) % {"n": ahead},
        odds=odds,
        tone="go" if odds >= SAFE else "care",
        firms=len(makers),
        legs=len(plan.legs),
        credit=words.grouped(plan.credit_ppm / 10_000, 1),
        carbon=words.grouped(plan.carbon_g / 1000),
        gap=row.gap_ppm / 1_000_000,
        new=bool(fresh.intersection(makers)),
        own=bool(own.intersection(makers)),
        transport=sum(leg.price_minor for leg in plan.legs),
        lines=by_payee(plan, names),
        ask=_("Choose plan %(letter)s for %(price)s?") % {"letter": row.letter, "price": price},
        then=_("Every machine is held for you; each firm is asked.|Nothing is paid before the contract is signed."),
        yes=_("Choose %(letter)s") % {"letter": row.letter},
    )


def note(plan: Plan, more_minor: int) -> str:
    """Return what a plan is good at, and how much dearer it is than the cheapest."""
    good = [str(TAGS[tag]) for tag in TAGS if tag in plan.tags][:MOST_TAGS]
    more = [_("%(sum)s more") % {"sum": words.money(more_minor, 0)}] if more_minor else []
    return " · ".join([*good, *more])


def mark_of(plan: Plan) -> str:
    """Return where a price comes from: a quote where only published prices make it, else an estimate.

    Material is priced from a range, and work by the hour from minutes that we work out; a minimum charge is published.
    """
    worked_out = (
        line.kind == "material" or (line.kind == "run" and not line.facts.get("minimum")) for line in plan.lines
    )
    return "estimate" if any(worked_out) else "quote"


def late_word(plan: Plan, run: PlanRun) -> str:
    """Return by how many days a plan arrives after the date asked for; "" where it does not."""
    late = -(-(plan.finish - run.due) // timedelta(days=1))
    return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if plan.finish > run.due else ""


def makers_word(names: list[str]) -> str:
    """Return the firms that make a plan, the first few by name."""
    more = len(names) - MOST_NAMES
    if more <= 0:
        return " + ".join(names)
    return ngettext("%(names)s + %(n)s more", "%(names)s + %(n)s more", more) % {
        "names": " + ".join(names[:MOST_NAMES]),
        "n": more,
    }


def by_payee(plan: Plan, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one line for everybody who is paid: for what, ex VAT, VAT and the sum, in minor units."""
    paid: dict[str, dict[str, Any]] = {}
    for line in plan.lines:
        payee = names.get(line.payee, payee_word(line.payee))
        one = paid.setdefault(line.payee, {"payee": payee, "kinds": {}, "net": 0, "vat": 0, "minor": 0})
        one["vat" if line.kind == "vat" else "net"] += line.amount_minor
        one["minor"] += line.amount_minor
        if line.kind != "vat":
            one["kinds"][line.kind] = one["kinds"].get(line.kind, 0) + line.amount_minor
    return [one | {"why": _kinds(one["kinds"])} for one in paid.values()]


def _kinds(kinds: dict[str, int]) -> str:
    if len(kinds) == 1:
        return line_name(next(iter(kinds)))
    return " · ".join(f"{line_name(kind)} {words.money(minor, 0)}" for kind, minor in kinds.items())


def payee_word(payee: str) -> str:
    """Return what a payee without an organisation is called."""
    return _("Platform") if payee == "platform" else payee
