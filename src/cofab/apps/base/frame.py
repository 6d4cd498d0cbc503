"""What every page shows around its content: the menu by stages, the firm, the person, what is unread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from cofab.apps.base.models.people import Membership, Organisation
from cofab.apps.base.registry import STAGES, Badge, MenuEntry, steps
from cofab.apps.base.viewer import NOBODY, Viewer

TITLES = {
    "today": _("Today"),
    "proposition": _("Propose"),
    "creation": _("Create"),
    "realisation": _("Realise"),
    "stewardship": _("Steward"),
}


@dataclass(frozen=True)
class Line:
    """A menu entry as one viewer sees it."""

    title: str
    url: str
    icon: str
    badge: Badge | None
    here: bool
    phone: bool


@dataclass(frozen=True)
class Group:
    """A stage of the menu with its lines."""

    stage: str
    title: str
    lines: list[Line]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template `viewer`, `menu`, `firm`, `firms`, `unread` and `events_url`; each read only when used."""
    viewer: Viewer = getattr(request, "viewer", NOBODY)
    return {
        "viewer": viewer,
        "menu": SimpleLazyObject(lambda: menu(viewer, request.path)),
        "firm": SimpleLazyObject(lambda: _firm(viewer)),
        "firms": SimpleLazyObject(lambda: firms(viewer)),
        "unread": SimpleLazyObject(lambda: _unread(viewer)),
        "events_url": events_url(request),
    }


def menu(viewer: Viewer, path: str) -> list[Group]:
    """Return the stages with the entries that this viewer may use, in the order of value."""
    if not viewer.organisation_id:
        return []
    organisation = Organisation.objects.get(pk=viewer.organisation_id)
    sides = organisation.sides
    groups = []
    for stage in STAGES:
        entries = sorted((e for step in steps() if step.stage == stage for e in step.menu), key=lambda e: e.order)
        lines = [line for e in entries if _may_use(viewer, sides, e) if (line := _line(viewer, e, path))]
        if lines:
            groups.append(Group(stage, str(TITLES[stage]), lines))
    return _nearest(groups)


def _nearest(groups: list[Group]) -> list[Group]:
    """Leave `here` to the entry with the longest address: on /machines/calendar it is not /machines/ too."""
    longest = max((len(line.url) for group in groups for line in group.lines if line.here), default=0)
    return [
        replace(group, lines=[replace(line, here=line.here and len(line.url) == longest) for line in group.lines])
        for group in groups
    ]


def firms(viewer: Viewer) -> list[Organisation]:
    """Return the organisations the person may act for."""
    if not viewer.person_id:
        return []
    mine = Membership.objects.filter(person_id=viewer.person_id).select_related("organisation").order_by("id")
    return [one.organisation for one in mine]


def events_url(request: HttpRequest) -> str:
    """Return where the live events of this site are read from."""
    if not settings.COFAB_EVENTS_PORT:
        return "/events"
    host = request.get_host().rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings.COFAB_EVENTS_PORT}/events"


def _may_use(viewer: Viewer, sides: frozenset[str], entry: MenuEntry) -> bool:
    fits = not entry.kinds or bool(entry.kinds & sides)
    return fits and (not entry.roles or viewer.has(*entry.roles))


def _line(viewer: Viewer, entry: MenuEntry, path: str) -> Line | None:
    try:
        url = reverse(entry.url)
    except NoReverseMatch:
        return None
    badge = entry.badge(viewer) if entry.badge else None
    here = path == url or (url != "/" and path.startswith((url, *entry.under)))
    return Line(str(entry.title), url, entry.icon, badge, here, entry.phone)


def _firm(viewer: Viewer) -> Organisation | None:
    return Organisation.objects.filter(pk=viewer.organisation_id).first() if viewer.organisation_id else None


def _unread(viewer: Viewer) -> int:
    from cofab.apps.base import notifications

    return notifications.unread(viewer)
