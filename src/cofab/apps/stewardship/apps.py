"""The Django app of the stage stewardship."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StewardshipConfig(AppConfig):
    """Stewardship: who may see, what rules hold, what is proven."""

    name = "cofab.apps.stewardship"
    label = "stewardship"
    verbose_name = _("Steward")
