"""What governance brings to the site: the cards of all rules, public."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Step

STEP = Step(
    name="rules",
    stage="stewardship",
    urls="cofab.apps.stewardship.governance.urls",
    api=("/rules", "cofab.apps.stewardship.governance.api.router"),
    order=30,
    menu=[MenuEntry(_("Rules"), "rules:list", "scale", order=30)],
)
