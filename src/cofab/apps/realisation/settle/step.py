"""What settle brings to the site: earnings, the money of an order, and how its events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, MenuEntry, Notice, Step

API = "cofab.apps.realisation.settle.api"
STEP = Step(
    name="money",
    stage="realisation",
    urls="cofab.apps.realisation.settle.urls",
    api=[("/earnings", f"{API}.earnings"), ("/milestones", f"{API}.milestones"), ("/orders", f"{API}.orders")],
    order=20,
    menu=[MenuEntry(_("Money"), "money:list", "wallet", order=10)],
    notices={
        "settle.secure": Notice(_("The money of an order is secured"), "/money/{subject}"),
        "settle.release": Notice(_("A milestone is released"), "/money/{order}"),
        "settle.cut": Notice(_("Something was taken off or added, with its reason"), "/money/{order}"),
        "settle.end_early": Notice(_("An order ended early and was settled"), "/money/{subject}"),
        "settle.contest": Notice(_("A milestone is disputed and waits"), "/money/{order}", asks=ANYBODY),
        "settle.settle": Notice(_("A dispute is settled and its milestone flows again"), "/money/{order}"),
        "settle.reassign": Notice(_("Work changed hands and its money followed"), "/money/{subject}"),
        "settle.recover": Notice(_("What a recovery costs more was given out"), "/money/{subject}"),
        "share.decide": Notice(_("The pools of an order are shared"), "/money/{subject}"),
    },
)
