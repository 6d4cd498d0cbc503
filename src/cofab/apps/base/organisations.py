"""Organisations and their people: founding one, inviting into it, giving roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.base import contact as contacts
from cofab.apps.base import messages
from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models.people import KINDS, ROLES, Invitation, Membership, Organisation
from cofab.apps.base.problems import SIGN_IN_FIRST
from cofab.apps.base.viewer import Viewer, platform
from cofab.core.kernel.refusal import NOT_FOUND, Refused, declare

UNKNOWN_KIND = declare("base.unknown_kind", "There is no kind of organisation called {kind}.")
UNKNOWN_ROLE = declare("base.unknown_role", "There is no role called {role}.")
LAST_OWNER = declare("base.last_owner", "An organisation needs an owner: name another one first.")
NEEDS_NAME = declare("base.needs_name", "An organisation needs a name, in Chinese or in English.")


@action
def found(viewer: Viewer, kind: str, name_zh: str = "", name_en: str = "", **facts: Any) -> Organisation:
    """Found an organisation with the viewer as its owner, waiting for admission; `facts` are its other columns."""
    if not viewer.person_id:
        raise Refused(SIGN_IN_FIRST)
    if kind not in KINDS or kind in {"operator", "committee"}:
        raise Refused(UNKNOWN_KIND, kind=kind)
    if not (name_zh.strip() or name_en.strip()):
        raise Refused(NEEDS_NAME)
    sides = {"is_supplier": kind == "supplier", "is_demander": kind == "demander"}
    names = {"name_zh": name_zh.strip(), "name_en": name_en.strip()}
    organisation = Organisation.objects.create(kind=kind, **names, **{**sides, **facts})
    Membership.objects.create(person_id=viewer.person_id, organisation=organisation, roles=["owner"])
    with platform():
        remember(
            viewer, "organisation.found", subject=organisation.key, facts={"kind": kind}, audience=[organisation.pk]
        )
    return organisation


@action
def invite(viewer: Viewer, contact: str, roles: Sequence[str]) -> Invitation:
    """Invite whoever owns a contact into the viewer's organisation with `roles`; owners only."""
    viewer.require("owner")
    assert viewer.organisation_id
    contact = contacts.normal(contact)
    _known(roles)
    values = {"roles": list(roles), "invited_at": now(), "taken_at": None, "audience": list(viewer.organisations)}
    invitation, _made = Invitation.objects.update_or_create(
        organisation_id=viewer.organisation_id, contact=contact, defaults=values
    )
    firm = Organisation.objects.get(pk=viewer.organisation_id)
    messages.send(
        contact, _("Cofab"), _("{firm} invites you to Cofab. Sign in with this contact.").format(firm=firm.name)
    )
    facts = {"roles": list(roles)}
    remember(viewer, "organisation.invite", subject=invitation.key, facts=facts, audience=invitation.audience)
    return invitation


@action
def give_roles(viewer: Viewer, person: str, roles: Sequence[str]) -> None:
    """Set the roles of a member (public name) of the viewer's organisation; none takes the membership away."""
    viewer.require("owner")
    _known(roles)
    mine = Membership.objects.select_for_update().filter(organisation_id=viewer.organisation_id).order_by("id")
    members = {one.person.key: one for one in mine.select_related("person")}
    if person not in members:
        raise Refused(NOT_FOUND)
    if "owner" not in roles and not any("owner" in one.roles for key, one in members.items() if key != person):
        raise Refused(LAST_OWNER)
    member = members[person]
    before, member.roles = member.roles, list(roles)
    member.save(update_fields=["roles"]) if roles else member.delete()
    facts = {"before": before, "after": list(roles)}
    remember(viewer, "organisation.roles", subject=person, facts=facts, audience=viewer.organisations)


def members(viewer: Viewer) -> list[Membership]:
    """Return the members of the viewer's organisation with their persons."""
    if not viewer.organisation_id:
        return []
    rows = Membership.objects.filter(organisation_id=viewer.organisation_id).select_related("person")
    return list(rows.order_by("id"))


def _known(roles: Sequence[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise Refused(UNKNOWN_ROLE, role=role)
