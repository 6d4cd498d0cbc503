"""The ten disputes of practice, raised on the stories' orders and left at ten points, so that a visitor plays them on.

Everything goes through the public API as in the stories; what people say is invented and in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cofab.demo.story.client import Seat
from cofab.demo.story.stage import Stage

OPERATOR = "operator/operator"
WEIGHED = "按送货单称重，数量是对的。 / By the weighing slip the count is right."
ANSWER = "我们按图做的，出货时有照片。 / We made it to the drawing and photographed it when it left."
REASON = "两头的点数和照片都看过。 / The counts at both ends and the photos were looked at."


@dataclass(frozen=True)
class Complaint:
    """One dispute: the story's order, its kind, the remedy, which maker, what is said, and how far it goes.

    `order` is first, again or jackets; `maker` counts among the order's makers; `by_maker` turns it round.
    """

    order: str
    kind: str
    remedy: str
    share: int
    text: str
    goes: Callable[[Stage, Seat, Seat, str], None] | None = None
    maker: int = 0
    by_maker: bool = False
    carrier: bool = False


def _answered(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    respondent.post(f"{at}/answer", text=ANSWER)


def _proposed(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    _answered(stage, claimant, respondent, at)
    respondent.post(f"{at}/proposals", cause="nobody", remedy="keep", text="各让一步。 / Let us meet half way.")


def _ruled(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    _answered(stage, claimant, respondent, at)
    claimant.post(f"{at}/escalate", text="")
    stage.cast.person(OPERATOR).post(f"{at}/rule", cause="material", remedy="refund", text=REASON)


def _appealed(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    _answered(stage, claimant, respondent, at)
    respondent.post(f"{at}/escalate", text="")
    stage.cast.person(OPERATOR).post(f"{at}/rule", cause="respondent", remedy="keep", text=REASON)
    respondent.post(f"{at}/appeal", text=WEIGHED)


def _mending(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    respondent.post(f"{at}/concede", text="我们重做。 / We make them again.")


def _withdrawn(stage: Stage, claimant: Seat, respondent: Seat, at: str) -> None:
    claimant.post(f"{at}/withdraw", text="证书已补来。 / The certificate came.")


TEN = (
    Complaint("first", "coating_tolerance", "rework", 4,
              "阳极氧化后 47 H7 小了，装不进轴承。 / After anodising the 47 H7 bore is too small for the bearing."),
    Complaint("again", "shade", "keep", 20,
              "两槽氧化的颜色不一样。 / Two baths gave two shades.", _proposed),
    Complaint("again", "scrap", "refund", 50,
              "报废的件到底是料废还是工废？ / Is the scrap of the material or of the work?", _ruled, 1),
    Complaint("again", "short", "refund", 100,
              "少了二十件，封条是好的。 / Twenty pieces are missing; the seal was whole.", None, 2),
    Complaint("again", "scratched", "keep", 10,
              "没有隔板，端面划伤。 / No separators, the faces are scratched.", _answered, carrier=True),
    Complaint("first", "material_late", "refund", 1,
              "来料晚到，所以交晚。 / The material came late, so we were late.", None, 0, True),
    Complaint("again", "burrs", "rework", 10,
              "槽口毛刺没去。 / Burrs along the groove.", _appealed, 0),
    Complaint("again", "revision", "remake", 40,
              "按旧版图纸做了一批。 / One lot was made to the old revision.", _mending, 1),
    Complaint("first", "certificate", "keep", 1,
              "缺 3.1 材质证明。 / The 3.1 certificate is missing.", _withdrawn),
    Complaint("jackets", "no_answer", "none", 1,
              "货到七天没有回音。 / Seven days after delivery, no answer.", None, 0, True),
)  # fmt: skip


def play(stage: Stage, orders: Mapping[str, str]) -> list[str]:
    """Raise the ten on the stories' orders and carry each as far as it says; return their keys."""
    brand = replace(stage, buys="ouhai-brand/buyer")
    keys = [_raise(brand if one.order == "jackets" else stage, one, orders[one.order]) for one in TEN]
    stage.say(f"D  {len(keys)} disputes stand at ten points of their way: /disputes/ as buyer, maker or operator")
    return keys


def _raise(stage: Stage, one: Complaint, order: str) -> str:
    money = stage.buyer.get(f"/orders/{order}/money")
    wanted = "carrier" if one.carrier else "maker"
    payees = [row["organisation"] for row in money["payees"] if row["kind"] == wanted]
    firm = stage.cast.firm(payees[one.maker % len(payees)])
    claimant, respondent = (firm, stage.buyer) if one.by_maker else (stage.buyer, firm)
    body = _body(stage, one, order, respondent)
    key = str(claimant.post(f"/orders/{order}/disputes", **body)["key"])
    if one.goes:
        one.goes(stage, claimant, respondent, f"/disputes/{key}")
    return key


def _body(stage: Stage, one: Complaint, order: str, respondent: Seat) -> dict[str, Any]:
    """Return the complaint: one piece in `share` of the order is touched."""
    whole = int(stage.buyer.get(f"/orders/{order}")["quantity"])
    pieces = 0 if one.by_maker else max(whole // one.share, 1)
    waited = {"waited_days": 3} if one.kind == "material_late" else {}
    said = {"against": respondent.organisation, "kind": one.kind, "remedy": one.remedy, "text": one.text}
    return {**said, "pieces": pieces, **waited}
