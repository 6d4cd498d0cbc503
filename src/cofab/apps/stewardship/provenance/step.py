"""What provenance brings to the site: the public log and how to verify."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Step

STEP = Step(
    name="log",
    stage="stewardship",
    urls="cofab.apps.stewardship.provenance.urls",
    api=("/log", "cofab.apps.stewardship.provenance.api.router"),
    order=40,
    menu=[MenuEntry(_("Log and evidence"), "log:show", "certificate", order=40)],
)
