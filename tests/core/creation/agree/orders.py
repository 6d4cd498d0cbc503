"""Orders to write contracts for."""

from dataclasses import replace
from datetime import UTC, datetime

from cofab.core.creation.agree.facts import Due, OrderFacts, Party, Settled

RULES = {
    "quantity_tolerance_ppm": 30_000,
    "late_per_day_ppm": 3_000,
    "late_cap_ppm": 50_000,
    "acceptance_silence_days": 7,
    "retention_ppm": 0,
    "retention_days": 0,
    "performance_ppm": 20_000,
    "innovation_ppm": 10_000,
}
BUYER = Party("org_buyer", "奉化水泵", "Fenghua Pumps", "buyer")
TURNER = Party("org_turner", "玉环精车", "Yuhuan Turning")
MILLER = Party("org_miller", "黄岩机加", "Huangyan Machining")
CARRIER = Party("org_carrier", "甬台快运", "Yongtai Express", "carrier")
PLATFORM = Party("org_platform", "共坊", "Cofab", "platform")
MASKING = Settled(
    "coating.h7", "mask", "47 H7 孔在阳极氧化后保证，氧化前遮蔽。", "Bore 47 H7 holds after anodising; it is masked."
)


def order(**changes):
    """Return an order of 2,000 housings made by two firms."""
    facts = OrderFacts(
        id="ord_1",
        number="O-2612-0112",
        version=1,
        mode="agent",
        buyer=BUYER,
        parties=(TURNER, MILLER, CARRIER, PLATFORM),
        title="FBH-047",
        material="6061-T6",
        quantity=2000,
        currency="CNY",
        price_minor=1_130 + 2_260 + 565 + 100,
        lines=(
            Due("run", TURNER.id, 1_000, 130),
            Due("run", MILLER.id, 2_000, 260),
            Due("leg", CARRIER.id, 500, 65),
            Due("fee", PLATFORM.id, 100, 0),
        ),
        due_at=datetime(2026, 12, 20, tzinfo=UTC),
        promised_at=datetime(2026, 12, 18, 8, tzinfo=UTC),
        rules=RULES,
        settled=(MASKING,),
        files={"fbh.step": "ab" * 32},
    )
    return replace(facts, **changes)
