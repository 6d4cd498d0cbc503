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
    ],
    order=20,
    menu=[MenuEntry(_("Plans"), "plan:list", "route", frozenset({"demander"}), order=10)],
    notices={
        "plan.ready": Notice(_("{plans} plans are ready"), "/plans/{subject}", asks="demander"),
        "plan.failed": Notice(_("No plan could be found"), "/plans/{subject}", asks="demander"),
    },
)
