"""What monthly statements bring to the site: their pages and API, and how their moves are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer

AT = "/statements/{subject}"


def _waiting(viewer: Viewer) -> Badge | None:
    from cofab.apps.realisation.statement.selectors import waiting

    count = waiting(viewer)
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="statement",
    stage="realisation",
    mount="statements/",
    urls="cofab.apps.realisation.statement.urls",
    api=("/statements", "cofab.apps.realisation.statement.api.router"),
    order=25,
    menu=[MenuEntry(_("Monthly statements"), "statement:list", "file-certificate", order=15, badge=_waiting)],
    notices={
        "statement.draw": Notice(_("The statement up to {closes_on}: compare and sign"), AT, asks=ANYBODY),
        "statement.sign": Notice(_("The statement up to {closes_on} is signed by one side"), AT),
        "statement.differ": Notice(_("Somebody says that the statement up to {closes_on} differs"), AT, asks=ANYBODY),
    },
)
