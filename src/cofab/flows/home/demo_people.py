"""The people of a demo region by what they do, for signing in as any of them; on demo sites only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.models import Membership, Person

KINDS = {
    "demander": (_("Buyers"), _("ask for parts, compare plans, follow orders"), "shopping-cart"),
    "supplier": (_("Workshops"), _("sell idle hours, answer on a phone, run work orders"), "tool"),
    "material": (_("Material"), _("deliver bars and sheets with certificates"), "stack-2"),
    "carrier": (_("Carriers"), _("move half-made and finished goods"), "truck-delivery"),
    "inspection": (_("Inspection"), _("measure and sign reports"), "checklist"),
    "bank": (_("Custody"), _("keep the money until it is due"), "building-bank"),
    "operator": (_("Operator"), _("keeps watch over orders, ledger and system"), "dashboard"),
    "committee": (_("Committee"), _("votes on the rules"), "scale"),
}
"""Kinds of organisations in the order of the page: name, what they do here, icon."""
ROLES = {
    "owner": _("owner"),
    "planner": _("planner"),
    "buyer": _("purchaser"),
    "engineer": _("engineer"),
    "accountant": _("accountant"),
    "worker": _("worker"),
    "inspector": _("inspector"),
    "committee": _("committee member"),
    "operator": _("operator on duty"),
    "merchandiser": _("merchandiser"),
}
FIRST = ("fenghua-pumps", "zeguo-turnmill", "huangyan", "wenling")
SHOWN = 12


@dataclass(frozen=True)
class Role:
    """One kind of organisation with some of its people; `more` counts those that are not shown."""

    name: str
    does: str
    icon: str
    people: list[tuple[Membership, str]]
    more: int


def roles(find: str = "") -> list[Role]:
    """Return the demo people by kind of organisation; those whose name or firm holds `find`, if given."""
    rows = Membership.objects.filter(person__is_demo=True, organisation__is_demo=True)
    found: dict[str, list[Membership]] = {}
    for row in rows.select_related("person", "organisation").order_by("organisation_id", "id"):
        if find.lower() in f"{row.person.name} {row.organisation.name} {row.person.email}".lower():
            found.setdefault(row.organisation.kind, []).append(row)
    ranked = {kind: sorted(people, key=_known) for kind, people in found.items()}
    return [
        Role(
            str(name),
            str(does),
            icon,
            [(row, _said(row)) for row in ranked[kind][:SHOWN]],
            max(0, len(ranked[kind]) - SHOWN),
        )
        for kind, (name, does, icon) in KINDS.items()
        if kind in ranked
    ]


def _said(row: Membership) -> str:
    return " · ".join(str(ROLES[role]) for role in row.roles)


def _known(row: Membership) -> int:
    """Return a rank that puts the people of the story first."""
    mail = row.person.email or ""
    return next((n for n, name in enumerate(FIRST) if mail.startswith(name)), len(FIRST))


def person(key: str) -> Person | None:
    """Return a person of the demo by public name; None for anybody who is not made for it."""
    return Person.objects.filter(key=key, is_demo=True, is_active=True).first()
