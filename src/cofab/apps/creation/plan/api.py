"""The API of plan."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from cofab.apps.creation.plan import actions, selectors
from cofab.apps.creation.plan.mappers import wishes_of
from cofab.apps.creation.plan.recompute import ranking as ranked
from cofab.apps.creation.plan.schemas import (
    PlansIn,
    RankingOut,
    RecombineIn,
    RefusalsOut,
    RefusedOut,
    RunOut,
    SaveIn,
    StopIn,
)

demands = Router(tags=["plan"])
runs = Router(tags=["plan"])


@demands.post("/{key}/plans", response={202: RunOut}, summary="Ask for plans")
def ask(request: HttpRequest, key: str, body: PlansIn) -> Status[RunOut]:
    """Ask the planner for plans; read the run until it is ready."""
    run = actions.ask(request.viewer, key, body.quantity, body.due)
    return Status(202, RunOut.of(run, []))


@runs.get("/{key}", response=RunOut, summary="A run of the planner")
def run(request: HttpRequest, key: str) -> RunOut:
    """Return a run with its plans."""
    row = selectors.run_for(request.viewer, key)
    return RunOut.of(row, selectors.plans_of(request.viewer, row))


@runs.get("/{key}/ranking", response=RankingOut, summary="Why this one is first")
def ranking(
    request: HttpRequest,
    key: str,
    price: str = "",
    time: str = "",
    odds: str = "",
    carbon: str = "",
) -> RankingOut:
    """Return what ranks a run's plans, under the rules' weights or under those given, each from 0 to 100."""
    row = selectors.run_for(request.viewer, key)
    asked = {"price": price, "time": time, "odds": odds, "carbon": carbon}
    return RankingOut.of(row, ranked(row, selectors.plans_of(request.viewer, row), asked))


@runs.post("/{key}/recombine", response={202: RunOut}, summary="Change plans by hand")
def recombine(request: HttpRequest, key: str, body: RecombineIn) -> Status[RunOut]:
    """Ask anew under pins and exclusions; the answer is a run of its own, and nothing is committed."""
    run = actions.recombine(request.viewer, key, wishes_of(body.dict()), body.plan)
    return Status(202, RunOut.of(run, []))


@runs.post("/{key}/save", response=RunOut, summary="Keep a variant")
def save(request: HttpRequest, key: str, body: SaveIn) -> RunOut:
    """Keep a run under a name, or with an empty name keep it no more."""
    row = actions.save_as(request.viewer, key, body.name)
    return RunOut.of(row, selectors.plans_of(request.viewer, row))


@runs.post("/{key}/stop", response=RunOut, summary="End a search")
def stop(request: HttpRequest, key: str, body: StopIn) -> RunOut:
    """Cancel a search, or have it end with what it has found so far."""
    return RunOut.of(actions.stop(request.viewer, key, body.keep), [])


@runs.get("/{key}/refused", response=RefusalsOut, summary="Who is out, and why")
def refused(request: HttpRequest, key: str, op: str = "") -> RefusalsOut:
    """Return every machine that is out, for one operation or all, with every reason."""
    row = selectors.run_for(request.viewer, key)
    items = [item for item in row.result.get("refused", []) if op in ("", item["op"])]
    return RefusalsOut(
        items=[
            RefusedOut(
                machine=item["machine"],
                op=item["op"],
                reasons=[{**why, "detail": selectors.said(why["code"], why["facts"])} for why in item["reasons"]],
            )
            for item in items
        ]
    )
