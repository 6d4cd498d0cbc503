"""What design review brings to the site: its pages, its API, how its events are told."""

from django.utils.translation import gettext_lazy as _

from cofab.apps.base.registry import Notice, Step

STEP = Step(
    name="review",
    stage="proposition",
    mount="reviews/",
    urls="cofab.apps.proposition.demand.review.urls",
    api=[
        ("/reviews", "cofab.apps.proposition.demand.review.api.router"),
        ("/demands", "cofab.apps.proposition.demand.review.api.invitations"),
    ],
    order=13,
    notices={
        "review.invite": Notice(_("A part is under review"), "/reviews/{subject}"),
        "review.change": Notice(_("A change was proposed in a review"), "/reviews/{subject}"),
        "review.version": Notice(_("A change was made in a review"), "/reviews/{subject}"),
    },
)
