"""What disputes bring to the site: their pages and API, and how their moves are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer

API = "cofab.apps.realisation.dispute.api"
AT = "/disputes/{subject}"


def _waiting(viewer: Viewer) -> Badge | None:
    from cofab.apps.realisation.dispute.selectors import waiting

    count = waiting(viewer)
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="dispute",
    stage="realisation",
    mount="disputes/",
    urls="cofab.apps.realisation.dispute.urls",
    api=[("/disputes", f"{API}.router"), ("/orders", f"{API}.orders")],
    order=40,
    menu=[MenuEntry(_("Disputes"), "dispute:list", "gavel", order=40, badge=_waiting)],
    notices={
        "dispute.raise": Notice(_("A complaint about {title}"), AT, asks=ANYBODY),
        "dispute.answer": Notice(_("The complaint about {title} is answered"), AT),
        "dispute.propose": Notice(_("A proposal in the dispute about {title}"), AT, asks=ANYBODY),
        "dispute.escalate": Notice(_("A ruling is asked for about {title}"), AT, asks="operator"),
        "dispute.rule": Notice(_("A ruling on {title}: appeal in time, or it stands"), AT, asks=ANYBODY),
        "dispute.appeal": Notice(_("An appeal about {title} is to be decided"), AT, asks="committee"),
        "dispute.mend": Notice(_("{title}: pieces are mended first, the money waits"), AT),
        "dispute.pay": Notice(_("The dispute about {title} is over and its money moves"), AT),
        "dispute.mended": Notice(_("{title}: the pieces are mended, the money flows"), AT),
        "dispute.unmended": Notice(_("{title}: the pieces were not mended in time"), AT),
        "dispute.withdraw": Notice(_("The complaint about {title} is taken back"), AT),
    },
)
