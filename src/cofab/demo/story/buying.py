"""From a drawing to a signed and paid order: demand, question, plans, requests, contract, payment."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cofab.core.creation.agree import signing
from cofab.core.kernel.window import iso
from cofab.demo import parts
from cofab.demo.story.money import day, yuan
from cofab.demo.story.stage import Stage

HERE = Path(parts.__file__).parent
MODEL, DRAWING = HERE / "FBH-047.step", HERE / "FBH-047.pdf"
ANSWERS = {"tolerance_coating": "after_mask", "supply": "supplier"}


def demand(stage: Stage, quantity: int, due: datetime) -> Any:
    """Upload model and drawing, wait for the reading, answer what is asked; returns the demand."""
    buyer = stage.buyer
    files = [
        buyer.upload("/files", MODEL, "model/step")["key"],
        buyer.upload("/files", DRAWING, "application/pdf")["key"],
    ]
    made = buyer.post(
        "/demands",
        title="FBH-047",
        material="6061-T6",
        quantity=quantity,
        due=iso(due),
        town="fenghua",
        blank_um=[100_000, 48_000],
        files=files,
    )
    stage.point("demand")
    path = f"/demands/{made['key']}"
    row = buyer.wait(path, lambda d: d["state"] not in ("draft", "reading"), "the model to be read")
    stage.say(f"1  Demand {row['title']}: {len(row['operations'])} operations read from the model, {_range(row)}")
    for question in list(row["questions"]):
        option = _choose(question)
        stage.say(f"   Cofab asks: {question.get('text') or question['code']}  →  {option}")
        row = buyer.post(f"{path}/answers", question=question["id"], option=option)
    stage.say(f"   settled: {len(row['operations'])} operations, {_range(row)}")
    return row


def _choose(question: Any) -> str:
    """Take the buyer's answer where one is known by the question's id or code, else the first option."""
    options = [option["id"] for option in question["options"]]
    wanted = [answer for answer in ANSWERS.values() if answer in options]
    return wanted[0] if wanted else options[0]


def _range(row: Any) -> str:
    price = row.get("price") or {}
    return f"{yuan(price.get('low_minor'))} to {yuan(price.get('high_minor'))}" if price else "no price yet"


def candidates(stage: Stage, demand_key: str) -> None:
    """Tell who could make it and why others are out."""
    steps = stage.buyer.get(f"/demands/{demand_key}/candidates")["items"]
    for step in steps:
        fit, out = step["candidates"], step["refused"]
        stage.say(f"2  {step['op']} {step['process']}: {len(fit)} machines can, {len(out)} cannot, each with reasons")


def plans(stage: Stage, run: Any) -> Any:
    """Wait for a run's plans and tell them; returns the run."""
    run = stage.buyer.wait(f"/plan-runs/{run['key']}", lambda r: r["state"] in ("ready", "failed"), "plans", 120)
    stage.point("planned")
    if run["state"] == "failed":
        raise RuntimeError(f"no plans: {run}")
    for plan in run["plans"]:
        firms = {op["firm"] for op in plan["operations"]}
        stage.say(
            f"3  plan {plan['letter']}: {yuan(plan['price_minor'])} incl. VAT, arrives {day(plan['finish'])}, "
            f"{len(firms)} firms, {len(plan['legs'])} legs, gap {plan['gap_ppm'] / 10_000:.1f} %"
        )
    return run


def order(stage: Stage, plan: Any, mode: str, counters: bool) -> str:
    """Choose a plan, let the firms answer, sign, pay; returns the order's key."""
    buyer = stage.buyer
    made = buyer.post(f"/plans/{plan['key']}/orders", mode=mode)
    key = made["key"]
    stage.point("reserved")
    stage.say(
        f"4  order {made['number']}: plan {plan['letter']}, capacity held until {day(made['reserve_expires_at'])}"
    )
    for number, request in enumerate(buyer.get(f"/orders/{key}/requests")["items"]):
        _answer(stage, request, counters and number == 0)
    stage.point("agreed")
    _sign(stage, key)
    _pay(stage, key)
    return key


def _answer(stage: Stage, request: Any, counters: bool) -> None:
    """Let a firm accept; the first may counter a little higher, and the buyer takes it."""
    seat = stage.cast.firm(request["organisation"])
    if not counters:
        seat.post(f"/requests/{request['key']}/accept")
        stage.say(f"   {seat.name} accepts {yuan(request['price_minor'])} ex VAT")
        return
    asked = request["price_minor"] * 102 // 100
    seat.post(f"/requests/{request['key']}/counter", price_minor=asked, note="+2 %")
    stage.buyer.post(f"/requests/{request['key']}/take")
    stage.say(f"   {seat.name} counters {yuan(asked)} instead of {yuan(request['price_minor'])}; the buyer takes it")


def who_wins(stage: Stage, plan: Any) -> None:
    """Tell which firms the chosen plan names, and for what."""
    parts: dict[str, list[str]] = {}
    for op in plan["operations"]:
        parts.setdefault(stage.cast.firms[op["firm"]], []).append(op["op"])
    told = ", ".join(f"{firm} makes {' + '.join(ops)}" for firm, ops in parts.items())
    stage.say(f"   the cheapest in time wins: {told}")


def declined(stage: Stage, plan: Any) -> None:
    """Try a plan of which a firm declines: capacity goes back, no penalty, and the buyer gives the draft up."""
    buyer = stage.buyer
    made = buyer.post(f"/plans/{plan['key']}/orders", mode="agent")
    request = buyer.get(f"/orders/{made['key']}/requests")["items"][0]
    seat = stage.cast.firm(request["organisation"])
    row = seat.post(f"/requests/{request['key']}/decline", reason="no_time")
    state = buyer.get(f"/orders/{made['key']}")["state"]
    stage.say(f"   plan {plan['letter']} first: {seat.name} declines ({row['reason']}); the order is a {state} again")
    buyer.post(f"/orders/{made['key']}/cancel")


def _sign(stage: Stage, key: str) -> None:
    """Let every party sign: the buyer with a key that the site never sees, the others with keys kept for them."""
    buyer = stage.buyer
    parties = buyer.wait(f"/orders/{key}", lambda o: o["state"] == "agreed", "agreement")["missing_signatures"]
    contracts = buyer.get(f"/orders/{key}/contract")["items"]
    private = _own_key(stage)
    outside = {row["key"]: signing.sign(private, row["hash"]) for row in contracts}
    for party in parties:
        if party == buyer.organisation:
            buyer.post(f"/orders/{key}/signatures", signatures=outside)
        else:
            stage.cast.firm(party).post(f"/orders/{key}/signatures")
    row = buyer.wait(f"/orders/{key}", lambda o: o["state"] != "agreed", "signatures")
    told = f"{len(parties)} parties signed, the buyer with a key of its own"
    stage.say(f"   {told}; contract hash {contracts[0]['hash'][:8]}…, {row['mode']}")
    stage.point("signed")


def _own_key(stage: Stage) -> bytes:
    """Return the buyer's private key, made once and kept in the story's folder; its public half is registered."""
    firm = stage.buyer.name.split("/", maxsplit=1)[0]
    path = stage.folder / f"{firm}.key"
    if not path.exists():
        private = signing.key_from(secrets.token_bytes(32))
        owner = stage.cast.person(f"{firm}/owner")
        owner.post("/contracts/keys", public_key=signing.public_of(private))
        path.write_bytes(private)
    return path.read_bytes()


def _pay(stage: Stage, key: str) -> None:
    """Ask what to pay and let the test custodian report it, twice as banks do."""
    asked = stage.buyer.post(f"/orders/{key}/payment")
    facts = {"reference": asked["reference"], "amount_minor": asked["amount_minor"], "event_id": f"bank-{key}"}
    bank = stage.cast.person("operator/operator")
    bank.post("/custody/test/deposits", **facts)
    bank.post("/custody/test/deposits", **facts)
    stage.point("funded")
    stage.buyer.wait(f"/orders/{key}", lambda o: o["state"] == "running", "the order to start")
    stage.say(f"5  {yuan(asked['amount_minor'])} secured with the custodian; reservations are bookings now")


def later(stage: Stage, days: int) -> datetime:
    """Return the time so many days from now."""
    return stage.now() + timedelta(days=days)
