"""The clauses of a contract in Chinese and English, filled from the same figures.

Promises: both languages say the same; a figure stands in a clause only as data of the terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.core.creation.agree.facts import OrderFacts, Pair, Settled

_TEXT: dict[str, tuple[str, str]] = {
    "subject": (
        "供方按图纸与本合同为需方完成“{title}”{quantity} 件，材料 {material}。",
        "The supplier makes {quantity} pieces of “{title}” in {material} after the drawings named here.",
    ),
    "service": (
        "供方为需方的“{title}”{quantity} 件完成所列服务。",
        "The supplier carries out the listed services for the customer's {quantity} pieces of “{title}”.",
    ),
    "quantity": (
        "交货数量允许偏差 ±{tolerance} %，按实收合格件数结算，不超过合同数量的部分不另加价。",
        "The quantity delivered may differ by ±{tolerance} %; good pieces received are paid, extra pieces are not.",
    ),
    "material.seller": ("材料由供方提供。", "The supplier provides the material."),
    "material.buyer": (
        "材料由需方提供；料到晚几天，交期顺延几天。",
        "The customer provides the material; the date moves by the days it comes late.",
    ),
    "date": ("交货时间：{promised}（UTC）前。", "Delivery before {promised} (UTC)."),
    "late": (
        "供方迟交，每天按本合同金额的 {per_day} % 减价，合计不超过 {cap} %。",
        "Late delivery lowers the sum of this contract by {per_day} % a day, by no more than {cap} % in all.",
    ),
    "acceptance": (
        "需方收货后 {days} 天内验收；到期不答复，视为验收。",
        "The customer accepts or rejects within {days} days of receipt; silence after that is acceptance.",
    ),
    "retention": (
        "质保金 {retention} %，验收后 {days} 天付清。",
        "{retention} % is retained and paid {days} days after acceptance.",
    ),
    "retention.none": ("不留质保金。", "Nothing is retained."),
    "vat": (
        "合同金额含税：不含税 {net}，税 {vat}，合计 {gross} {currency}；供方开具发票。",
        "The sum includes VAT: net {net}, VAT {vat}, in all {gross} {currency}; the supplier issues the invoice.",
    ),
    "parties": (
        "签约、开票、收付款为同一双方：{customer} 与 {supplier}。",
        "Contract, invoice and payment name the same two parties: {customer} and {supplier}.",
    ),
    "money.custody": (
        "货款由需方存入托管机构，按里程碑放款；平台不收付货款。",
        "The customer's money is kept by a custodian and released by milestones; the platform never holds it.",
    ),
    "money.direct": (
        "货款由双方直接收付，每笔由双方在平台确认。",
        "The parties pay each other directly and both confirm each payment on the platform.",
    ),
    "share": (
        "加工款的 {performance} % 按交付与评价、{innovation} % 按贡献在各加工方之间分配；评价齐或到期后分。",
        "{performance} % of the makers' pay is shared by delivery and rating and {innovation} % by contribution, "
        "once the ratings are in or their time is up.",
    ),
    "ending": (
        "取消或做不完时，已完成部分按合同价付，未争议部分照付。",
        "If work is cancelled or cannot be finished, what was done is paid at the contract price; "
        "what nobody disputes is always paid.",
    ),
    "sub": (
        "本合同与需方合同 {number} 背靠背；付款不以需方先付为条件。",
        "This contract follows the customer's contract {number} back to back; payment does not wait for that customer.",
    ),
}


def percent(ppm: int) -> str:
    """Return millionths as a percentage without trailing zeros ("0.3")."""
    whole, rest = divmod(abs(ppm), 10_000)
    digits = f"{rest:04d}".rstrip("0")
    return f"{'-' if ppm < 0 else ''}{whole}{'.' + digits if digits else ''}"


def amount(minor: int) -> str:
    """Return minor units with two decimals and thousands separators ("1,234.50")."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole:,}.{cents:02d}"


def clause(name: str, facts: Mapping[str, str | int]) -> dict[str, Any]:
    """Return the clause `name` with its figures and its text in both languages."""
    return _both(name, _TEXT[name][0], _TEXT[name][1], facts)


def _both(name: str, zh: str, en: str, facts: Mapping[str, str | int]) -> dict[str, Any]:
    readable = {
        language: {key.removesuffix(f"_{language}"): value for key, value in facts.items()} for language in ("zh", "en")
    }
    return {"name": name, "facts": dict(facts), "zh": zh.format(**readable["zh"]), "en": en.format(**readable["en"])}


def clauses(order: OrderFacts, pair: Pair) -> list[dict[str, Any]]:
    """Return the clauses of one contract of an order, in the order they are printed."""
    rules = order.rules
    making = pair.supplier.kind == "maker"
    found = [_subject(order, making)]
    if making:
        tolerance = percent(rules["quantity_tolerance_ppm"])
        found.append(clause("quantity", {"tolerance": tolerance}))
        found.append(clause(f"material.{order.material_by}", {}))
        found += [_settled(item) for item in order.settled]
    found += [clause("date", {"promised": order.promised_at.strftime("%Y-%m-%d %H:%M")}), _late(rules)]
    found.append(clause("acceptance", {"days": rules["acceptance_silence_days"]}))
    found += [_retention(rules), _vat(order, pair), _parties(pair), clause(f"money.{order.way}", {})]
    if making:
        shares = {"performance": percent(rules["performance_ppm"]), "innovation": percent(rules["innovation_ppm"])}
        found.append(clause("share", shares))
    found.append(clause("ending", {}))
    return [*found, clause("sub", {"number": order.number})] if pair.kind == "sub" else found


def _subject(order: OrderFacts, making: bool) -> dict[str, Any]:
    facts: dict[str, str | int] = {"title": order.title, "quantity": order.quantity, "material": order.material}
    return clause("subject" if making else "service", facts)


def _settled(item: Settled) -> dict[str, Any]:
    facts = {"question": item.question, "option": item.option}
    return {"name": "settled", "facts": facts, "zh": item.zh, "en": item.en}


def _late(rules: Mapping[str, Any]) -> dict[str, Any]:
    figures = {"per_day": percent(rules["late_per_day_ppm"]), "cap": percent(rules["late_cap_ppm"])}
    return clause("late", figures)


def _retention(rules: Mapping[str, Any]) -> dict[str, Any]:
    if not rules["retention_ppm"]:
        return clause("retention.none", {})
    return clause("retention", {"retention": percent(rules["retention_ppm"]), "days": rules["retention_days"]})


def _vat(order: OrderFacts, pair: Pair) -> dict[str, Any]:
    net, vat = sum(line.net_minor for line in pair.lines), sum(line.vat_minor for line in pair.lines)
    figures = {"net": amount(net), "vat": amount(vat), "gross": amount(net + vat), "currency": order.currency}
    return clause("vat", figures)


def _parties(pair: Pair) -> dict[str, Any]:
    names = {
        "customer_zh": pair.customer.name_zh,
        "customer_en": pair.customer.name_en,
        "supplier_zh": pair.supplier.name_zh,
        "supplier_en": pair.supplier.name_en,
    }
    return clause("parties", names)
