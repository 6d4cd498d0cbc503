"""The Django app of the stage creation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreationConfig(AppConfig):
    """Creation: from a match to delivered goods."""

    name = "cofab.apps.creation"
    label = "creation"
    verbose_name = _("Create")

    def ready(self) -> None:
        """Declare the first versions of the steps' rules, so that migrating installs them."""
        from cofab.apps.creation.agree import rules as agree_rules  # noqa: F401
        from cofab.apps.creation.plan import rules as plan_rules  # noqa: F401
        from cofab.apps.creation.replan import rules as replan_rules  # noqa: F401
