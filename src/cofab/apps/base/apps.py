"""The Django app of the base."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    """People, organisations and the one history."""

    name = "cofab.apps.base"
    label = "base"

    def ready(self) -> None:
        """Know every step's jobs, and give the plain role its rights whenever migrations have run."""
        from cofab.apps.base.clock import shown
        from cofab.apps.base.grants import grant
        from cofab.apps.base.jobs import discover
        from cofab.web.words import use_clock

        discover()
        use_clock(shown)
        post_migrate.connect(grant, sender=self, dispatch_uid="cofab.grant")
