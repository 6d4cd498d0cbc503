"""What demand brings to the site: the buyer's demands, their API, how their events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer


def _asking(viewer: Viewer) -> Badge | None:
    from cofab.apps.proposition.demand.selectors import demands_for

    count = demands_for(viewer).filter(state="asking").count()
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="demand",
    stage="proposition",
    mount="demands/",
    urls="cofab.apps.proposition.demand.urls",
    api=[
        ("/demands", "cofab.apps.proposition.demand.api.router"),
        ("/demands", "cofab.apps.proposition.demand.editing.api.router"),
        ("/demands", "cofab.apps.proposition.demand.sheets.api.router"),
    ],
    order=10,
    menu=[
        MenuEntry(
            _("Demands"),
            "demand:list",
            "file-plus",
            frozenset({"demander"}),
            order=5,
            badge=_asking,
            phone=True,
            under=("/drop/", "/trades/", "/gates/"),
        )
    ],
    notices={
        "demand.read": Notice(
            _("Your demand was read: {questions} questions to answer"), "/demands/{subject}", asks="demander"
        ),
        "demand.refuse": Notice(_("A file of your demand could not be read"), "/demands/{subject}", asks="demander"),
    },
)
