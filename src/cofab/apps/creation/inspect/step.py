"""What inspect brings to the site: inspections, signed reports that anyone can check, their API."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.inspect import selectors


def waiting(viewer: Viewer) -> Badge | None:
    """Count the inspections that wait for the house."""
    count = selectors.waiting(viewer)
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="inspect",
    stage="creation",
    mount="inspections/",
    urls="cofab.apps.creation.inspect.urls",
    api=("/inspections", "cofab.apps.creation.inspect.api.router"),
    order=70,
    menu=[
        MenuEntry(
            _("Inspections"),
            "inspect:list",
            "checklist",
            frozenset({"inspection"}),
            order=70,
            badge=waiting,
            phone=True,
        )
    ],
    notices={
        "inspect.open": Notice(_("Goods to inspect: {method}"), "/inspections/{subject}", of="house"),
        "inspect.sign": Notice(_("Inspection report {number} is signed"), "/inspections/{subject}"),
    },
)
