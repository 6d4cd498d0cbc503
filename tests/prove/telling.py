"""The demo's story in short: fifty pieces whose machine breaks, from a drawing to the last cent, every answer kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx

from cofab.demo.story import buying, ending
from cofab.demo.story.client import Seat, patiently
from cofab.demo.story.making import Making
from cofab.demo.story.stage import Agent, Cast, Stage

PIECES, DAYS = 50, 24


@dataclass(frozen=True)
class Answer:
    """A write that the site acknowledged."""

    who: str
    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    status: int
    said: bytes


@dataclass
class KeepingCast(Cast):
    """People who keep what they were answered."""

    answers: list[Answer] = field(default_factory=list)

    def person(self, key: str) -> Seat:
        """Return a person's seat; from the first time on, their writes are kept."""
        known = key in self.seats
        seat = super().person(key)
        if not known:
            seat.http.event_hooks["response"].append(lambda response: self._keep(key, response))
        return seat

    def _keep(self, who: str, response: httpx.Response) -> None:
        asked = response.request
        if asked.method == "GET" or response.is_error:
            return
        said, headers = response.read(), {k: v for k, v in asked.headers.items() if k != "host"}
        self.answers.append(
            Answer(who, asked.method, str(asked.url), headers, asked.read(), response.status_code, said)
        )

    def again(self, answer: Answer) -> httpx.Response:
        """Send a kept write once more, as a client does that never heard the answer."""
        return patiently(
            lambda: httpx.request(answer.method, answer.url, headers=answer.headers, content=answer.body, timeout=60)
        )


@dataclass
class BreakingStage(Stage):
    """A stage that has two points more: while plans are searched, and while the broken machine is being told."""

    def until(self, to: datetime) -> datetime:
        """Let time pass; the first time that a machine is broken afterwards is the point "breaking"."""
        at = super().until(to)
        if any(row.get("broken") for row in self.agent.do("status")["machines"].values()):
            self.point("breaking")
        return at


@dataclass
class Told:
    """A story that came to its end: its cast with every kept answer, its demand, plan and order, its evidence."""

    cast: KeepingCast
    demand: str
    plan: dict[str, Any]
    order: str
    verified: str
    seconds: float = 0.0


def tell(site: Any, name: str, seed: int, point: Callable[[str], None], say: Callable[[str], None]) -> Told:
    """Play the story on a site; `point` is called at every named point."""
    folder = Path(site.data).with_name(f"story-{name}")
    folder.mkdir()
    start = site.one("SELECT cofab_now()").astimezone(UTC)
    cast = KeepingCast(site.url, f"{name} {start.isoformat()}", site.firms())
    agent = Agent.start(start, seed, folder / "agent.log")
    try:
        return _tell(BreakingStage(cast, agent, say, folder, point), cast, seed)
    finally:
        agent.stop()


def _tell(stage: BreakingStage, cast: KeepingCast, seed: int) -> Told:
    demand = buying.demand(stage, PIECES, buying.later(stage, DAYS))
    asked = stage.buyer.post(f"/demands/{demand['key']}/plans")
    stage.point("planning")
    run = buying.plans(stage, asked)
    plan = run["plans"][0]
    order = buying.order(stage, plan, "agent", counters=True)
    Making(stage, order, breaks=True, random=Random(seed)).run()
    ending.accept(stage, order)
    ending.rate(stage, order)
    ending.statements(stage, order)
    return Told(cast, demand["key"], plan, order, ending.verify(stage, order))
