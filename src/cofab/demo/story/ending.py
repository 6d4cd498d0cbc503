"""Acceptance, the money to the cent, ratings, and the evidence that anyone can check."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from cofab.demo.story.money import yuan
from cofab.demo.story.stage import Stage

SCORES = {"buyer": {}, "supplier": {}}


def accept(stage: Stage, order: str) -> None:
    """Let the buyer accept the goods; milestones release."""
    stage.buyer.post(f"/orders/{order}/acceptance", verdict="accept")
    stage.point("accepted")
    money = stage.buyer.wait(
        f"/orders/{order}/money", lambda m: m["released_minor"] > 0 and not _due(m), "the milestones to release"
    )
    stage.say(f"   accepted: {yuan(money['released_minor'])} released of {yuan(money['price_minor'])}")


def _due(money: Any) -> bool:
    return any(row["state"] == "waiting" and row["trigger"] == "accepted" for row in money["milestones"])


def rate(stage: Stage, order: str) -> None:
    """Let both sides rate, unseen by each other; the performance pool is shared and the order closes."""
    makers = stage.buyer.get(f"/orders/{order}/ratings")["makers"]
    for maker in makers:
        stage.buyer.post(f"/orders/{order}/ratings", rated=maker, scores=_scores(stage, order, "supplier", 5))
        seat = stage.cast.firm(maker)
        seat.post(f"/orders/{order}/ratings", rated=stage.buyer.organisation, scores=_scores(stage, order, "buyer", 4))
    stage.point("rated")
    stage.buyer.wait(f"/orders/{order}", lambda o: o["state"] == "closed", "the order to close")
    stage.say(f"9  {2 * len(makers)} ratings opened together; performance shared; the order is closed")
    for maker in makers:
        credit = stage.buyer.get(f"/organisations/{maker}/credit")
        stage.say(f"   credit of {stage.cast.firms[maker]}: {credit['lower_ppm'] / 10_000:.1f}")


def _scores(stage: Stage, order: str, side: str, value: int) -> dict[str, int]:
    questions = stage.buyer.get(f"/orders/{order}/ratings")["questions"][side]
    return dict.fromkeys(questions, value)


def statements(stage: Stage, order: str) -> None:
    """Tell what each party got, line by line sums, and that they are the whole."""
    money = stage.buyer.get(f"/orders/{order}/money")
    for payee in money["payees"]:
        stage.say(f"   {payee['name']}: {yuan(payee['paid_minor'])} paid of {yuan(payee['total_minor'])}")
    parts = money["released_minor"] + money["refunded_minor"] + money["held_minor"]
    stage.say(f"   {yuan(parts)} = paid + returned + held = secured {yuan(money['secured_minor'])}")


def verify(stage: Stage, order: str) -> str:
    """Export the evidence and check it with a program of its own, offline; returns its result."""
    bundle = stage.folder / f"{order}.zip"
    bundle.write_bytes(stage.buyer.raw(f"/orders/{order}/evidence"))
    words = [sys.executable, "-m", "cofab.cli", "verify", str(bundle), "--json"]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    verdict = json.loads(told)
    checks = [check["name"] for check in verdict["checks"] if check["result"] == "right"]
    stage.say(f"10 evidence verified offline: {verdict['result']} ({', '.join(checks)})")
    return str(verdict["result"])
