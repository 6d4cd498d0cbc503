"""What the control tower brings to the site, for the operator."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Step

OPERATOR = {"kinds": frozenset({"operator"}), "roles": frozenset({"operator"})}
STEP = Step(
    name="tower",
    stage="today",
    mount="",
    urls="cofab.flows.tower.urls",
    order=2,
    menu=[
        MenuEntry(_("Control tower"), "tower:show", "layout-dashboard", order=1, phone=True, **OPERATOR),
        MenuEntry(_("Ledger"), "tower:ledger", "book", order=20, phone=True, **OPERATOR),
    ],
)
