"""The Django app of the stage proposition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PropositionConfig(AppConfig):
    """Proposition: who takes part, what is on sale, what is wanted."""

    name = "cofab.apps.proposition"
    label = "proposition"
    verbose_name = _("Propose")

    def ready(self) -> None:
        """Declare the first versions of the steps' rules, so that migrating installs them; name towns to all."""
        from cofab.apps.base.words import name_towns_by
        from cofab.apps.proposition.demand import rules as demand_rules  # noqa: F401
        from cofab.apps.proposition.publish import rules as publish_rules  # noqa: F401
        from cofab.apps.proposition.publish.selectors import town_names

        name_towns_by(town_names)
