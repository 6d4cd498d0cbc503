"""Acceptance, the money to the cent, ratings, and the evidence that anyone can check."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from cofab.demo.story.money import yuan
from cofab.demo.story.stage import Stage

OF_SUPPLIER = {"quality": 5, "on_time": 5, "communication": 4}
OF_BUYER = {"clear_demand": 4, "pays": 5, "communication": 5}


def accept(stage: Stage, order: str) -> None:
    """Let the buyer accept the goods; milestones release."""
    stage.buyer.post(f"/orders/{order}/acceptance", verdict="accept")
    stage.point("accepted")
    money = stage.buyer.wait(f"/orders/{order}/money", lambda m: not _due(m), "the milestones to release")
    whole = money["whole"]
    stage.say(f"   accepted: {yuan(whole['released_minor'])} released of {yuan(whole['funded_minor'])}")


def _due(money: Any) -> bool:
    return any(row["state"] == "waiting" and row["trigger"] == "accepted" for row in money["milestones"])


def _makers(stage: Stage, order: str) -> list[str]:
    money = stage.buyer.get(f"/orders/{order}/money")
    return [row["organisation"] for row in money["payees"] if row["kind"] == "maker"]


def rate(stage: Stage, order: str) -> None:
    """Let both sides rate, unseen by each other; the performance pool is shared and the order closes."""
    makers = _makers(stage, order)
    for maker in makers:
        stage.buyer.post(f"/orders/{order}/ratings", organisation=maker, scores=OF_SUPPLIER)
        seat, buyer = stage.cast.firm(maker), stage.buyer.organisation
        sealed = [row for row in seat.get(f"/orders/{order}/ratings")["items"] if row["rated"] == maker]
        seat.post(f"/orders/{order}/ratings", organisation=buyer, scores=OF_BUYER)
        if sealed:
            raise RuntimeError("a rating was seen before the other side had rated")
    stage.point("rated")
    stage.buyer.wait(f"/orders/{order}", lambda o: o["state"] == "closed", "the order to close")
    stage.say(f"9  {2 * len(makers)} ratings, each unseen until the other was in; performance shared; order closed")
    for maker in makers:
        credit = stage.buyer.get(f"/organisations/{maker}/credit")
        stage.say(
            f"   credit of {stage.cast.firms[maker]}: {credit['lower_ppm'] / 10_000:.1f} ({credit['count']} records)"
        )


def statements(stage: Stage, order: str) -> None:
    """Tell what each party got, line by line sums, and that they are the whole."""
    money = stage.buyer.get(f"/orders/{order}/money")
    for payee in money["payees"]:
        name = stage.cast.firms.get(payee["organisation"], payee["kind"])
        stage.say(f"   {name:<16} {yuan(payee['paid_minor']):>14} paid of {yuan(payee['total_minor']):>14}")
    whole = money["whole"]
    parts = [whole[name] for name in ("released_minor", "refunded_minor", "held_minor")]
    if sum(parts) != whole["funded_minor"]:
        raise RuntimeError(f"the money of {order} is not whole: {whole}")
    words = ("paid", "returned", "held until its time")
    told = " + ".join(f"{yuan(part)} {word}" for part, word in zip(parts, words, strict=True))
    stage.say(f"   {told} = {yuan(whole['funded_minor'])} secured")


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
