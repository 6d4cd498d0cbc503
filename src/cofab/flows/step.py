"""The flows: what crosses stages, heard from the steps' events."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Notice, Step
from cofab.flows.order_to_cash import FOLLOWERS

API = "cofab.flows.api"
STEP = Step(
    name="flows",
    stage="today",
    mount="",
    api=[("/orders", f"{API}.orders"), ("/proposals", f"{API}.proposals")],
    hears={
        **dict.fromkeys(FOLLOWERS, "flows.follow"),
        "publish.down": "flows.machine_down",
        "publish.up": "flows.machine_up",
    },
    notices={"lateness.digest": Notice(_("{count} orders became late: {orders}"), "/orders/?sort=-forecast_at")},
)
