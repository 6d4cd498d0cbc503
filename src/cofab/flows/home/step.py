"""What today brings to the site: the first entry of the menu, with how many moves are the viewer's."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.models.people import KINDS
from cofab.apps.base.registry import Badge, MenuEntry, Step
from cofab.apps.base.viewer import Viewer


def waiting(viewer: Viewer) -> Badge | None:
    """Count what waits for the viewer's firm."""
    from cofab.flows.home.moves import count

    number = count(viewer)
    return Badge(number, yours=True) if number else None


STEP = Step(
    name="home",
    stage="today",
    mount="",
    urls="cofab.flows.home.urls",
    order=1,
    menu=[
        MenuEntry(_("Today"), "home:today", "sun", frozenset(KINDS) - {"operator"}, order=1, badge=waiting, phone=True)
    ],
)
