"""What intake brings to the site: its pages and its API."""

from cofab.apps.base.registry import Step

STEP = Step(
    name="intake",
    stage="proposition",
    mount="drop/",
    urls="cofab.apps.proposition.demand.intake.urls",
    api=("/intakes", "cofab.apps.proposition.demand.intake.api.router"),
    order=12,
)
