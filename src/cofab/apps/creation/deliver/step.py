"""What deliver brings to the site: shipments, handovers, the buyer's answer, their API."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer
from cofab.apps.creation.deliver import selectors

API = "cofab.apps.creation.deliver.api"


def to_move(viewer: Viewer) -> Badge | None:
    """Count the handovers that wait for the viewer's firm."""
    count = selectors.to_move(viewer)
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="deliver",
    stage="creation",
    mount="shipments/",
    urls="cofab.apps.creation.deliver.urls",
    api=[("/shipments", f"{API}.router"), ("/orders", f"{API}.orders")],
    order=80,
    menu=[
        MenuEntry(
            _("Shipments"),
            "deliver:list",
            "truck-delivery",
            frozenset({"carrier", "supplier"}),
            order=80,
            badge=to_move,
        )
    ],
    notices={
        "deliver.open": Notice(_("Goods to move: {quantity} pieces"), "/shipments/{subject}", of="carrier"),
        "deliver.difference": Notice(
            _("A handover differs: {missing} pieces missing"), "/shipments/{subject}", asks="supplier"
        ),
        "deliver.delivered": Notice(
            _("The goods have arrived. Accept or refuse them within seven days."), "/orders/{order}", asks="demander"
        ),
        "deliver.accept": Notice(_("The buyer accepted the goods"), "/orders/{order}", asks="supplier"),
        "deliver.refuse": Notice(_("The buyer refused the goods: {reason}"), "/orders/{order}", asks="supplier"),
        "deliver.silence": Notice(_("Seven days passed without an answer: the goods are accepted"), "/orders/{order}"),
    },
)
