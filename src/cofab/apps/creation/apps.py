"""The Django app of the stage creation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreationConfig(AppConfig):
    """Creation: from a match to delivered goods."""

    name = "cofab.apps.creation"
    label = "creation"
    verbose_name = _("Create")
