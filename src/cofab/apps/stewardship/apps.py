"""The Django app of the stage stewardship."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StewardshipConfig(AppConfig):
    """Stewardship: who may see, what rules hold, what is proven."""

    name = "cofab.apps.stewardship"
    label = "stewardship"
    verbose_name = _("Steward")

    def ready(self) -> None:
        """Put the declared rules into force whenever migrations have run."""
        from cofab.apps.stewardship.governance.actions import install_declared

        post_migrate.connect(install_declared, sender=self, dispatch_uid="cofab.rules")
