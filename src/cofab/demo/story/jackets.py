"""The second story: 300 jackets. A sample is made, approved and sealed; two lines sew the bulk; one colour again."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from cofab.core.kernel.window import iso
from cofab.core.proposition.demand.packs.matrix import spread
from cofab.demo.story import buying, ending
from cofab.demo.story.client import Unexpected
from cofab.demo.story.making import Making
from cofab.demo.story.money import yuan
from cofab.demo.story.stage import Stage

COLOURS, SIZES, RATIO = ("black", "red", "blue"), ("S", "M", "L", "XL", "XXL"), (1, 2, 3, 2, 1)
JACKETS, AGAIN = 300, 100
SEWING = "o2"
WITHIN_DAYS = (14, 18, 24)


def play(stage: Stage, seed: int) -> dict[str, str]:
    """Play the story as the garment brand; returns the keys of its orders. Raises Unexpected as the first does."""
    began = time.monotonic()
    stage = replace(stage, buys="ouhai-brand/buyer")
    random = Random(f"{seed}/jackets")
    demand = _demand(stage)
    _too_early(stage, demand)
    sample = _sample(stage, demand, random)
    bulk = _bulk(stage, demand, sample, random)
    again = _again(stage, demand, bulk, random)
    result = ending.verify(stage, bulk)
    stage.say(f"The story of the jackets took {time.monotonic() - began:.0f} s.")
    if result != "right":
        raise RuntimeError(f"the evidence is {result}")
    return {"sample": sample, "bulk": bulk, "again": again}


def _demand(stage: Stage) -> Any:
    """Fill the short form of the garment trade: three colours, five sizes, the region's usual ratio."""
    matrix = spread(COLOURS, SIZES, RATIO, JACKETS)
    row = stage.buyer.post(
        "/trades/garment/demands",
        title="Jacket 27",
        due=iso(buying.later(stage, 40)),
        town="ouhai",
        form={"style": "jacket", "fabric": "nylon", "pack": "TP-27", "matrix": matrix.as_json()},
    )
    stage.point("jackets")
    price = row["price"]
    told = f"{yuan(price['low_minor'])} to {yuan(price['high_minor'])}"
    stage.say(f"J1 Demand {row['title']}: {row['quantity']} pieces, {len(row['operations'])} operations, {told}")
    for colour, counts in zip(matrix.colours, matrix.counts, strict=True):
        sizes = " ".join(f"{size} {n}" for size, n in zip(matrix.sizes, counts, strict=True))
        stage.say(f"   {colour:<6} {sizes}  = {sum(counts)}")
    return row


def _plans(stage: Stage, demand: str) -> Any:
    return buying.plans(stage, stage.buyer.post(f"/demands/{demand}/plans"))


def _too_early(stage: Stage, demand: Any) -> None:
    """Try to order the bulk at once: without a sealed sample the site refuses."""
    run = _plans(stage, demand["key"])
    try:
        stage.buyer.post(f"/plans/{run['plans'][0]['key']}/orders", mode="agent")
    except Unexpected as refused:
        stage.say(f"J2 the bulk is refused for now: {refused.body['detail']}")
        if refused.code != "agree.sample_missing":
            raise
    else:
        raise RuntimeError("the bulk was ordered without a sample")


def _sample(stage: Stage, demand: Any, random: Random) -> str:
    """Have one jacket made, look at it, seal it."""
    due = buying.later(stage, 20)
    asked = stage.buyer.post(f"/trades/demands/{demand['key']}/sample", due=iso(due))
    plan = _plans(stage, asked["key"])["plans"][0]
    order = buying.order(stage, plan, "agent", counters=False)
    Making(stage, order, breaks=False, random=random).run()
    ending.accept(stage, order)
    seal = f"SEAL-{order[-6:].upper()}"
    photo = stage.buyer.upload("/files", _photo(stage, seal), "image/jpeg")["key"]
    row = stage.buyer.post(f"/orders/{order}/sample/approve", seal=seal, photo=photo, note="collar as drawn")
    stage.point("sealed")
    maker = stage.cast.firms[row["maker"]]
    stage.say(f"J3 sample by {maker}: approved, sealed as {row['seal']}, {yuan(row['price_minor'])} ex VAT to deduct")
    return order


def _photo(stage: Stage, seal: str) -> Any:
    """Draw the picture that stands for a phone's photo of the sealed sample, labelled as demo."""
    image = Image.new("RGB", (640, 400), "#e8ebee")
    draw = ImageDraw.Draw(image)
    draw.polygon([(220, 90), (420, 90), (520, 190), (460, 230), (430, 200), (430, 350), (210, 350), (210, 200),
                  (180, 230), (120, 190)], fill="#20262c", outline="#4a5866")  # fmt: skip
    draw.text((20, 16), f"DEMO  {seal}", fill="#1b2530")
    data = io.BytesIO()
    image.save(data, "JPEG")
    path = stage.folder / f"{seal}.jpg"
    path.write_bytes(data.getvalue())
    return path


def _bulk(stage: Stage, demand: Any, sample: str, random: Random) -> str:
    """Order the bulk on two lines, of two firms where plans have that, and take the sample's price off."""
    maker = stage.buyer.get(f"/orders/{sample}/sample")["maker"]
    plan = _on_two_lines(stage, demand["key"], maker)
    firms = sorted({stage.cast.firms[op["firm"]] for op in plan["operations"] if op["op"] == SEWING})
    lines = len({op["machine"] for op in plan["operations"] if op["op"] == SEWING})
    stage.say(f"J4 the bulk is sewn on {lines} lines: {', '.join(firms)}")
    order = buying.order(stage, plan, "agent", counters=False)
    row = stage.buyer.get(f"/orders/{order}")
    off = [line["amount_minor"] for line in row["lines"] if line["kind"] == "sample"]
    stage.say(
        f"   sample deducted {yuan(sum(off))} ex VAT: {yuan(row['price_minor'])} instead of {yuan(plan['price_minor'])}"
    )
    Making(stage, order, breaks=False, random=random).run()
    ending.accept(stage, order)
    ending.rate(stage, order)
    ending.statements(stage, order)
    return order


def _on_two_lines(stage: Stage, demand: str, maker: str) -> Any:
    """Ask by one date after the other until two firms sew; else take two lines of one firm, else the first plan."""
    found: list[Any] = []
    for days in WITHIN_DAYS:
        due = buying.later(stage, days)
        run = buying.plans(stage, stage.buyer.post(f"/demands/{demand}/plans", due=iso(due)))
        found += run["plans"]
        if any(_sewing(plan, "firm") == 2 for plan in run["plans"]):
            break
    wanted = [p for p in found if any(op["firm"] == maker for op in p["operations"])] or found
    return min(wanted, key=lambda p: (abs(_sewing(p, "firm") - 2), abs(_sewing(p, "machine") - 2), p["price_minor"]))


def _sewing(plan: Any, what: str) -> int:
    return len({op[what] for op in plan["operations"] if op["op"] == SEWING})


def _again(stage: Stage, demand: Any, bulk: str, random: Random) -> str:
    """Ask for one colour again: the sizes keep their ratio, the sealed sample holds."""
    due = buying.later(stage, 30)
    body = {"colour": COLOURS[0], "quantity": AGAIN, "due": iso(due)}
    row = stage.buyer.post(f"/trades/demands/{demand['key']}/again", **body)
    sizes = row["form"]["matrix"]
    told = " ".join(f"{size} {n}" for size, n in zip(sizes["sizes"], sizes["counts"][0], strict=True))
    stage.say(f"J5 {AGAIN} {COLOURS[0]} again, no new sample: {told}")
    order = buying.order(stage, _plans(stage, row["key"])["plans"][0], "agent", counters=False)
    if stage.buyer.get(f"/orders/{order}")["reorder_of"] != bulk:
        raise RuntimeError("the repeat does not know which order it repeats")
    Making(stage, order, breaks=False, random=random).run()
    ending.accept(stage, order)
    ending.statements(stage, order)
    return order
