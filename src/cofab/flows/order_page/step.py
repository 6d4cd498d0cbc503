"""What the order page brings to the site: the list of orders in the menu, with how many wait for the viewer."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Step

STEP = Step(
    name="orders",
    stage="creation",
    mount="orders/",
    urls="cofab.flows.order_page.urls",
    order=90,
    menu=[MenuEntry(_("Orders"), "orders:list", "box", order=60, phone=True)],
)
