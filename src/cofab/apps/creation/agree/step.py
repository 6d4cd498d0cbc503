"""What agree brings to the site: requests to firms, their API and the contracts', how events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer


def _waiting(viewer: Viewer) -> Badge | None:
    from cofab.apps.creation.agree.selectors import waiting_for

    count = waiting_for(viewer).count()
    return Badge(count, yours=True) if count else None


API = "cofab.apps.creation.agree.api"
STEP = Step(
    name="agree",
    stage="creation",
    mount="requests/",
    urls="cofab.apps.creation.agree.urls",
    api=[
        ("/plans", f"{API}.plans"),
        ("/orders", f"{API}.orders"),
        ("/requests", f"{API}.requests"),
        ("/contracts", f"{API}.contracts"),
    ],
    order=30,
    menu=[
        MenuEntry(
            _("Requests"),
            "agree:list",
            "bell",
            frozenset({"supplier", "inspection"}),
            order=5,
            badge=_waiting,
            phone=True,
        )
    ],
    notices={
        "agree.reserve": Notice(
            _("Order {number}: capacity is held, firms are asked"), "/orders/{subject}", asks="supplier inspection"
        ),
        "agree.request_decline": Notice(_("A firm declined"), "/orders/{order}", asks="demander"),
        "agree.request_counter": Notice(_("A firm asks for other terms"), "/orders/{order}", asks="demander"),
        "agree.agree": Notice(
            _("All firms accepted: sign the contract"), "/orders/{subject}", asks="demander supplier inspection"
        ),
        "agree.sign": Notice(_("All parties have signed"), "/orders/{subject}", asks="demander"),
        "agree.lapse": Notice(_("The reservation ran out"), "/orders/{subject}", asks="demander"),
    },
)
