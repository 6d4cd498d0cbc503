"""What match brings to the site: the candidates of a demand, the search for free capacity, the waiting list."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Notice, Step

STEP = Step(
    name="match",
    stage="creation",
    mount="candidates/",
    urls="cofab.apps.creation.match.urls",
    api=("/demands", "cofab.apps.creation.match.api.router"),
    order=10,
    menu=[MenuEntry(_("Find capacity"), "match:find", "search", frozenset({"demander"}), order=5)],
    notices={
        "match.opened": Notice(_("Free now: {title}"), "/candidates/?waiting={subject}", asks="demander supplier"),
        "match.over": Notice(_("The time you waited for has passed: {title}"), "/candidates/"),
    },
)
