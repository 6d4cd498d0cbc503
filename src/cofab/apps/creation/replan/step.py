"""What replan brings to the site: how a proposed way to go on is told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, Notice, Step

STEP = Step(
    name="replan",
    stage="creation",
    mount="",
    order=55,
    notices={"replan.propose": Notice(_("A way to go on is proposed: agree or not"), "/orders/{order}", asks=ANYBODY)},
)
