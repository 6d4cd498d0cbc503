"""What the system page brings to the site, for the operator."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Step

STEP = Step(
    name="system",
    stage="stewardship",
    urls="cofab.flows.system.urls",
    order=90,
    menu=[
        MenuEntry(
            _("System"), "system:show", "heart-rate-monitor", frozenset({"operator"}), frozenset({"operator"}), order=90
        )
    ],
)
