"""What rate brings to the site: credit's API and page, and how its events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import MenuEntry, Notice, Step

API = "cofab.apps.realisation.rate.api"
JOBS = "apps.realisation.rate"
STEP = Step(
    name="credit",
    stage="stewardship",
    urls="cofab.apps.realisation.rate.urls",
    api=[("/organisations", f"{API}.router"), ("/orders", f"{API}.orders")],
    order=10,
    menu=[MenuEntry(_("Credit"), "credit:mine", "shield", order=10)],
    hears={
        "agree.request_accept": f"{JOBS}.answered",
        "agree.request_decline": f"{JOBS}.answered",
        "agree.request_counter": f"{JOBS}.answered",
        "agree.lapse": f"{JOBS}.unanswered",
    },
    notices={
        "rate.open": Notice(_("The ratings of an order are open"), "/orders/{order}"),
        "rate.credit": Notice(_("Your credit has changed"), "/credit/"),
    },
)
