"""What publish brings to the site: machines, the idle calendar, the API of both, how its events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Notice, Step

MAKERS = frozenset({"supplier", "inspection"})

STEP = Step(
    name="publish",
    stage="proposition",
    mount="machines/",
    urls="cofab.apps.proposition.publish.urls",
    api=("/machines", "cofab.apps.proposition.publish.api.router"),
    order=20,
    menu=[
        MenuEntry(_("Machines"), "publish:list", "tool", MAKERS, order=10),
        MenuEntry(
            _("Idle calendar"),
            "publish:calendar",
            "calendar-week",
            MAKERS,
            order=20,
            phone=True,
        ),
    ],
    notices={
        "publish.lapsed": Notice(_("A reservation on your machine lapsed"), "/machines/calendar"),
        "publish.down": Notice(_("A machine is down: {reason}"), "/twins/{subject}", asks="supplier"),
    },
)
