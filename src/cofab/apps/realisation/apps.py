"""The Django app of the stage realisation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealisationConfig(AppConfig):
    """Realisation: money, shares, ratings and disputes."""

    name = "cofab.apps.realisation"
    label = "realisation"
    verbose_name = _("Realise")

    def ready(self) -> None:
        """Refuse to start with a custodian that nobody could pay into; see COFAB_CUSTODIAN."""
        from cofab.apps.realisation.ledger.custody.port import check_chosen

        check_chosen()
