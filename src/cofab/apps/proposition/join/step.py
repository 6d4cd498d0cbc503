"""What join brings to the site: the operator's admissions."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import ANYBODY, Badge, MenuEntry, Notice, Step
from cofab.apps.base.viewer import Viewer


def _waiting(viewer: Viewer) -> Badge | None:
    from cofab.apps.proposition.join.selectors import waiting

    count = waiting(viewer)
    return Badge(count, yours=True) if count else None


STEP = Step(
    name="join",
    stage="proposition",
    mount="admissions/",
    urls="cofab.apps.proposition.join.urls",
    api=("/admissions", "cofab.apps.proposition.join.api.router"),
    order=5,
    menu=[
        MenuEntry(
            _("Admission"), "join:list", "user-plus", frozenset({"operator"}), frozenset({"operator"}), badge=_waiting
        )
    ],
    notices={
        "join.admitted": Notice(_("Your organisation is in"), asks=ANYBODY),
        "join.left": Notice(_("Your application was refused: {reason}"), asks=ANYBODY),
        "join.suspended": Notice(_("Your organisation is suspended: {reason}"), asks=ANYBODY),
    },
)
