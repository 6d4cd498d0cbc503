"""What plan brings to the site: plan runs and their comparison, their API, how their events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Notice, Step

STEP = Step(
    name="plan",
    stage="creation",
    mount="plans/",
    urls="cofab.apps.creation.plan.urls",
    api=[
        ("/demands", "cofab.apps.creation.plan.api.demands"),
        ("/plan-runs", "cofab.apps.creation.plan.api.runs"),
        ("/factories", "cofab.apps.creation.plan.factory_api.router"),
        ("/left-out", "cofab.apps.creation.plan.factory_api.left_out"),
    ],
    order=20,
    menu=[
        MenuEntry(_("Plans"), "plan:list", "route", frozenset({"demander"}), order=10),
        MenuEntry(_("Cloud factories"), "plan:factories", "building-factory", frozenset({"demander"}), order=15),
        MenuEntry(_("Missed work"), "plan:missed", "zoom-question", frozenset({"supplier", "inspection"}), order=45),
    ],
    notices={
        "plan.ready": Notice(_("{plans} plans are ready"), "/plans/{subject}", asks="demander"),
        "plan.failed": Notice(_("No plan could be found"), "/plans/{subject}", asks="demander"),
    },
)
