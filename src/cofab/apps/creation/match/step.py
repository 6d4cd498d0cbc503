"""What match brings to the site: the candidates of a demand."""

from cofab.apps.base.registry import Step

STEP = Step(
    name="match",
    stage="creation",
    mount="candidates/",
    urls="cofab.apps.creation.match.urls",
    api=("/demands", "cofab.apps.creation.match.api.router"),
    order=10,
)
