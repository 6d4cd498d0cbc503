"""What produce brings to the site: work orders, the phone page at the machine, their API, how events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.produce import selectors


def open_work(viewer: Viewer) -> Badge | None:
    """Count the firm's open work orders."""
    count = selectors.open_count(viewer)
    return Badge(count) if count else None


STEP = Step(
    name="produce",
    stage="creation",
    mount="work/",
    urls="cofab.apps.creation.produce.urls",
    api=("/work-orders", "cofab.apps.creation.produce.api.router"),
    order=50,
    menu=[
        MenuEntry(
            _("Work orders"), "produce:list", "clipboard-list", frozenset({"supplier"}), order=50, badge=open_work
        )
    ],
    notices={
        "produce.open": Notice(_("New work order: {quantity} pieces"), "/work/{subject}", asks="supplier"),
        "produce.done": Notice(_("Made: {done} of {quantity} pieces"), "/work/{subject}"),
        "produce.move": Notice(_("Work moved to another machine"), "/work/{subject}"),
    },
)
