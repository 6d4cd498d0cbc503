"""What monitor brings to the site: the machine's page, gateways, the API that gateways send to."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Notice, Step

API = "cofab.apps.creation.monitor.api"

STEP = Step(
    name="monitor",
    stage="creation",
    mount="twins/",
    urls="cofab.apps.creation.monitor.urls",
    api=[("/gateway", f"{API}.gateway"), ("/gateways", f"{API}.gateways"), ("/twins", f"{API}.twins")],
    order=60,
    menu=[MenuEntry(_("Machines live"), "monitor:list", "activity", frozenset({"supplier"}), order=60)],
    notices={
        "monitor.down": Notice(_("A machine stopped: {fault}")),
        "monitor.up": Notice(_("A machine works again")),
    },
)
