"""What a message says about money, tax, who brings what, and the lease of a machine."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re
from decimal import Decimal

from cofab.core.proposition.demand.text.names import MACHINES
from cofab.core.proposition.demand.text.numbers import DIGITS, EN, SCALED, ZH, number
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

_F = FLAGS
_YUAN = r"(?:元|块钱|块(?=/|一)|rmb|cny|yuan|¥)"
_WITHOUT = re.compile(
    r"不含税|未税|不含票|不开票|(?:excl(?:uding|\.)?|without|before|ex)\s*(?:\d+\s*%\s*)?(?:VAT|tax)", _F
)
_WITH = re.compile(
    r"含税|含票|含\s*\d+\s*(?:%|个?点)\s*(?:专票|税|增值税)?|含增值税|开(?:专|增值税)票|(?:incl(?:ud(?:e|ing|ed))?\.?|with)\s*(?:\d+\s*%\s*)?(?:VAT|tax)\b",
    _F,
)
_PERCENT = re.compile(r"\d+\s*%|\d+个点(?=的?[税专普]|$)")
_MOST = r"(?:max\.?|maximum|at\s+most|n(?:ot?|o)\s+more\s+than|up\s+to|under|below|不超过|不高于|最多|控制在)"
_ALONE = re.compile(
    rf"单价\s*(?:{_MOST}|在|是|为|约|要)*\s*:?\s*¥?\s*({DIGITS})\s*(?:元|块钱?|rmb)(?:以内|以下)?"
    rf"|{_MOST}\s*¥?\s*({DIGITS})\s*{_YUAN}\s*(?:/\s*(?:件|个|只|套|pcs?|piece)|一[件个只套]|each|a\s+piece|per\s+(?:piece|unit))",
    _F,
)
_EACH = re.compile(rf"(?:目标价?|单价|预算|target(?:\s+price)?|price|budget)\s*(?:of|在|是|为|约)?\s*:?\s*¥?\s*({DIGITS})\s*{_YUAN}?"
                   rf"\s*(?:/\s*(?:件|个|只|套|pcs?|piece)|一[件个只套]|each|a\s+piece|per\s+(?:piece|unit))(?:以内)?", _F)  # fmt: skip
_TOTAL = re.compile(
    rf"(?:预算|总价|budget)[^\d\n;]{{0,12}}({SCALED})\s*{_YUAN}(?:\s*(?:以内|in\s+total))?|({DIGITS})\s*{_YUAN}\s*in\s+total",
    _F,
)
_BUYER = re.compile(
    r"来料加工|(?:我司|我们|我方|客户)?(?:自)?(?:供料|带料|提供材料|来料)|客供料?|(?:物料|材料|料)(?:由)?(?:我们|我司|我方|客户)?(?:供|自带|自备|提供)|(?:物料|材料|毛坯件?|铸件|坯料|料)(?:由)?我(?:们|司|方)?(?:出|供|带|备|来)|我(?:们|司|方)?(?:出|带|备)料|free[\s-]*issue"
    r"|\bconsigned\b|(?:parts|material|components|castings|blanks)?\s*supplied\s+by\s+us|we\s+(?:will\s+)?(?:supply|send|provide|deliver)\s+"
    r"(?:the\s+|our\s+)?(?:raw\s+)?(?:material|parts|components|blanks|fabric|bars?|stock|steel|sheets?)(?:\s+tomorrow|\s+today)?", _F)  # fmt: skip
_SUPPLIER = re.compile(
    r"包工包料|包料|含料|(?:物料|材料|料|元器件)(?:由)?(?:你们?|贵司|厂里|工厂)(?:代?(?:购|买|采购)|出|备|配|包|供)|you\s+(?:buy|source|purchase|procure|provide)\s+"
    r"(?:the\s+|all\s+)?(?:material|components|parts|fabric|steel)|\bturn-?key\b|(?:你们|贵司|工厂)(?:买料|备料|采购材料)|material\s+(?:is\s+)?included|including\s+material|you\s+supply\s+the\s+material",
    _F,
)
_MOULD = re.compile(
    r"(?:自有|自带|客户|我们?有|现成|已有|我们提供)的?(?:模具|模)|(?:连续|级进|注塑|压铸)?模具?(?:我们|我司|我方)?(?:提供|自带|自备|已开好|有了|已有|现成)|模具(?:是我们?的|有(?!没|吗)|在我们|现有)|(?<!没)(?<!有没)有(?:现成的?)?模具"
    r"|we\s+(?:own|have|supply|provide)\s+(?:the\s+|our\s+own\s+|a\s+)?(?:mou?ld|die|tool(?:ing)?)|(?:customer'?s?|our(?:\s+own)?|buyer'?s|existing)\s+"
    r"(?:progressive\s+|injection\s+)?(?:mou?ld|die|tool(?:ing)?)|(?:mou?ld|die|tool(?:ing)?)\s+(?:is\s+ours|exists|(?:is\s+|already\s+)*(?:ready|available))", _F)  # fmt: skip
_LEASE = re.compile(
    r"租|包(?=[一两二\d]+\s*台)|包机|机时|空闲(?:的)?(?:机|设备)|\b(?:rent|lease|hire)\b|looking\s+for\s+an?\s+(?:five|5|4|four|3)[\s-]*axis\s+for"
    r"|\b(?:need|use|book|borrow)\s+(?:your|an?)\s+(?:[\w-]+\s+){0,2}?(?:mill|lathe|machine|vmc|cmm|grinder)\s+for\s+(?:\d+|\w+)\s*(?:days?|hours?|h|weeks?)\b",
    _F,
)
_HOURS = re.compile(rf"({DIGITS}|{ZH}|{EN})\s*(?:个)?(?:小时|hours?|hrs?\b|h\b)", _F)
_DAYS = re.compile(
    rf"({DIGITS}|{ZH}|{EN})\s*(?:天|days?)\s*[;,]?\s*(?:每天|一天|at|of|x)?\s*({DIGITS}|{ZH}|{EN})\s*(?:个)?(?:小时|hours?|h)(?:\s+(?:a|per)\s+day|\s+each)?", _F)  # fmt: skip
_DAYS_ONLY = re.compile(rf"({DIGITS}|{ZH}|{EN})\s*(?:天|days?)\b", _F)
_NIGHT = re.compile(r"夜班|晚上|夜间|\bnight\b(?:\s+shift)?|\bat\s+night\b", _F)
_SELF = re.compile(
    r"(?:我们)?(?:自己|自)有?(?:操作工|师傅|人操作|操作)|自己?带(?:人|师傅)|我们?带人|自带(?:师傅|操作工)|不带(?:师傅|人)|(?:our|my)\s+own\s+operators?|self[\s-]*operated|without\s+operator",
    _F,
)
_WITH_OPERATOR = re.compile(
    r"(?:要?带|配|含)(?:师傅|操作工|人)|(?:师傅|操作工|人)(?:你们|贵司|厂里)(?:出|配|派|带)|(?:with\s+(?:an?|your)?\s*(?:own\s+)?|your\s+)operators?|operator\s+included|including\s+operator",
    _F,
)
_COUNT = rf"(?:({DIGITS}|{ZH}|\ban?\b|{EN})\s*(?:台|部)?\s*)?"
_MACHINES = tuple((name, re.compile(_COUNT + f"(?P<machine>{pattern})", _F)) for name, pattern in MACHINES)


def leasing(scan: Scan) -> bool:
    """Tell whether the message asks for a machine's hours and not for pieces."""
    return _LEASE.search(scan.text) is not None


def read_lease(scan: Scan) -> None:
    """Read which machine, how long, by whom; only where a lease is meant."""
    for name, pattern in _MACHINES:
        for match in scan.find(pattern):
            if not scan.has("machine"):
                scan.add("machine", name, match, "lease.machine", "machine")
                scan.take(match)
    for match in scan.find(_DAYS):
        hours = (number(match[1]) or Decimal(0)) * (number(match[2]) or Decimal(0))
        scan.add("hours", int(hours), match, "lease.days")
    for match in scan.find(_HOURS):
        count = number(match[1])
        if count and not scan.has("hours"):
            scan.add("hours", int(count), match, "lease.hours")
    for match in scan.find(_DAYS_ONLY):
        scan.take(match)
    for name, value, pattern in (
        ("operator", "self", _SELF),
        ("operator", "with", _WITH_OPERATOR),
        ("night", "yes", _NIGHT),
    ):
        for match in scan.find(pattern):
            if not scan.has(name):
                scan.add(name, value, match, f"lease.{name}")


def read_terms(scan: Scan) -> None:
    """Read money, tax, who supplies the material and who owns the mould."""
    _money(scan)
    for name, value, pattern in (
        ("vat", "without", _WITHOUT), ("vat", "with", _WITH), ("mould", "buyer", _MOULD), ("supply", "buyer", _BUYER),
        ("supply", "supplier", _SUPPLIER),
    ):  # fmt: skip
        for match in scan.find(pattern):
            if name == "mould":
                scan.mark(name, value, match, "terms.mould")
            elif not scan.has(name):
                scan.add(name, value, match, f"terms.{name}")
            else:
                scan.take(match)
    for match in scan.find(_PERCENT):
        scan.take(match)


def _money(scan: Scan) -> None:
    for match in scan.find(_EACH):
        scan.add("budget", int(Decimal(match[1].replace(",", "")) * 100), match, "terms.budget")
    for match in scan.find(_ALONE):
        if not scan.has("budget"):
            scan.add("budget", int(Decimal((match[1] or match[2]).replace(",", "")) * 100), match, "terms.budget")
    for match in scan.find(_TOTAL):
        value = number(match[1] or match[2])
        if value:
            scan.add("total", int(value * 100), match, "terms.total")
