"""What the gates bring to the site: their page and their API."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Notice, Step

STEP = Step(
    name="gates",
    stage="proposition",
    urls="cofab.apps.proposition.demand.gating.urls",
    api=[
        ("/gates", "cofab.apps.proposition.demand.gating.api.router"),
        ("/demands", "cofab.apps.proposition.demand.gating.api.starts"),
    ],
    order=14,
    notices={"gates.assigned": Notice(_("A gate of a new product was given to an owner"), "/gates/{subject}")},
)
