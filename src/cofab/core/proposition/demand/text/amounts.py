"""How many: pieces, samples, a year's or a month's output, weight, hours of a lease, and the trade's own counts."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re
from decimal import Decimal

from cofab.core.proposition.demand.text.numbers import DIGITS, EN, SCALED, WHOLE, ZH, decimal, number, whole
from cofab.core.proposition.demand.text.scan import FLAGS, Scan

_F = FLAGS
_PIECE = r"(?:件|份|个|只|支|套|片|块|根|条|台|颗|粒|盒|本|把|张|枚|副|双|顶|pcs?\.?|pieces?|units?|sets?|ea\b|off\b|nos?\.(?!\w))"
_ASIDE = r"(?!\s*(?:颜?色|码|尺码|尺寸|批|孔|牙|螺丝孔|工作|月(?!底|末)|小时|钟|位|星期|礼拜|面|丝|道|样品|样件|样衣))"
_PHONE = re.compile(r"(?:\+?86[\s-]?)?\b1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}\b|\b0\d{2,3}-\d{7,8}\b")
_NUMBER = re.compile(r"(?:图号|附图|图纸号?|零件号|料号|(?:as\s+)?per\s+drawing|drawing(?:\s*(?:no\.?|number))?|\b(?:dwg|drg|drw)\.?(?:\s*no\.?)?|part\s*(?:no\.?|number)|P/N)\s*[:#]?\s*(?=[A-Za-z-]*\d)"
                     r"([A-Za-z0-9][\w./-]*[A-Za-z0-9])", _F)  # fmt: skip
_REVISION = re.compile(
    r"(?:版本|\brev(?:ision)?\.?)\s*:?\s*([A-Z]\d?|\d{1,2})\b|(?<![A-Za-z0-9])(?-i:([A-Z]\d?))\s*版(?!式|面|纸)", _F
)
_YEARLY = re.compile(
    rf"(?:年产量?|年需求量?|年用量|每年|一年|年采购量|一年下来|annual\s+(?:volume|demand|output)(?:\s+of)?:?|yearly\s+(?:volume|output)(?:\s+of)?:?)\s*"
    rf"(?:大概|大?约|差不多|about|approx\.?)?\s*({WHOLE})|({SCALED}|{EN})\s*(?:{_PIECE}\s*)?(?:/|per\s+|a\s+)\s*(?:year|annum|年)", _F)  # fmt: skip
_MONTHLY = re.compile(
    rf"(?:月产|每月|月需求量?|月用量|monthly:?)\s*({WHOLE})|({SCALED}|{EN})\s*(?:{_PIECE}\s*)?(?:/|per\s+|a\s+)\s*(?:month|月)", _F)  # fmt: skip
_SAMPLE = re.compile(
    rf"先(?:做|打|出|来|打样)?\s*(?:样品?|样衣|手板)?\s*({DIGITS}|{ZH})\s*(?:件|个|套|只|片|台)\s*(?:样品?|样衣|样件|首件)"
    rf"|(?:样品|样件|样衣|打样)\s*先(?:做|出|来)?\s*({DIGITS}|{ZH})\s*(?:件|个|套|只|片|台)|先打?样\s*({DIGITS}|{ZH})\s*(?:件|个|套|只)|({DIGITS}|{EN})\s+(?:pre-?production\s+)?samples?\b"
    rf"|(?:打样|样品|样衣)\s*({DIGITS}|{ZH})\s*(?:件|个|套|只)(?=.*(?:大货|批量|再(?:下|做|订|来|投)|然后))|({DIGITS}|{ZH})\s*(?:件|个|套|只)样[品件衣]", _F)  # fmt: skip
_PER_COLOUR = re.compile(
    rf"(?:每个?颜?色|各色|每色)\s*({WHOLE})\s*{_PIECE}?|({SCALED}|{EN})\s*(?:{_PIECE}\s*)?(?:of|in|per)\s+each\s+colou?r",
    _F,
)
_EACH_WEIGHT = re.compile(
    rf"(?:单件重?量?|每件重?|单重)\s*:?\s*{DIGITS}\s*(?:kg|g|公斤|千克|克)|{DIGITS}\s*(?:kg|g)\s*(?:each|a\s+piece)", _F
)
_WEIGHT = re.compile(rf"({SCALED}|{ZH})\s*(kg|公斤|千克|吨(?!位|机|的机)|tons?\b(?!\s*press))", _F)
_TEST = re.compile(rf"(?:盐雾|salt\s*spray|老化|ageing\s+test)\D{{0,8}}?({DIGITS}|{ZH})\s*(?:小时|h\b|hours?)", _F)
_TONNAGE = re.compile(
    rf"({DIGITS})\s*(?:吨|t\b|T\b|tonnes?|tons?)\s*(?:位|的)?\s*(?:注塑机|机台?|press|machine|冲床)?", _F
)
_CAVITIES = re.compile(
    rf"(?:一|1)?\s*(?:模|出)\s*({DIGITS}|{ZH})(?:\s*(?:穴|腔|出)|(?<=出[一二两三四六八1-9])(?=[\s;]|$))|({DIGITS}|[一二两四六八])\s*(?:穴|出(?=[\s;]|$))|({DIGITS}|{EN})[\s-]*cavit(?:y|ies)",
    _F,
)
_JOINTS = re.compile(rf"({DIGITS}|{ZH})\s*个?焊?点(?![\d钱])|({DIGITS})\s*(?:solder\s+)?joints", _F)
_LAYERS = re.compile(rf"({DIGITS}|{ZH})\s*层(?:电路)?板|({DIGITS}|{EN})[\s-]*layers?\b", _F)
_SIDES = re.compile(r"双面|double[\s-]*sided|(单面|single[\s-]*sided)", _F)
_COLOURS = re.compile(rf"({DIGITS}|{ZH})\s*色(?:印刷|套印)|({DIGITS}|{EN})[\s-]*colou?rs?\b(?!\s*box)", _F)
_PAGES = re.compile(rf"({DIGITS}|{ZH})\s*(?:页|[pP]\b)|({DIGITS}|{EN})\s*(?:pages?|pp)\b", _F)
_GSM = re.compile(
    rf"({DIGITS})\s*(?:g(?:sm|/m2)?(?![a-z])|克)(?=\s*(?:白卡|铜版|双胶|牛皮|纸|board|paper|coated|kraft))|({DIGITS})\s*gsm\b",
    _F,
)

_LABEL = re.compile(
    rf"(?:数量|订单量|下单|qty\.?|quantity)\s*(?:of|now|is|改(?:成|为|到)|变成|还是|是)?\s*[:=]?\s*({WHOLE})(?:\s*{_PIECE})?",
    _F,
)
_THEN = re.compile(
    rf"samples?\b[^.;\n]{{0,24}}?\b(?:then|followed\s+by|and\s+later)\s+(?:another\s+)?({SCALED}|{EN})\b", _F
)
_COUNTED = re.compile(rf"(?<!每)(?<!⌀)(?<![.\d])(?<!\d[-~到至])({WHOLE})\s*{_PIECE}{_ASIDE}(?!\w*\s*(?:/|per\b))", _F)
_BREAKS = re.compile(
    rf"(?<![\w.])((?:{SCALED}\s*(?:{_PIECE})?\s*(?:/|\bor\b|\band\b|和|或)\s*){{1,5}}{SCALED})\s*(?:{_PIECE}|off\b){_ASIDE}", _F)  # fmt: skip
_STOP = (
    "hours|days|weeks|months|years|microns|holes|places|colours|colors|sizes|layers|pages|cavities|teeth|joints|"
    "samples|times|sides|kgs|tons|threads|degrees|shifts|lots|batches|firms|lines|minutes|axis|pins(?=\\s+connector)"
)
_NOUN = re.compile(
    rf"(?<![\w.:/+-])({SCALED}|{EN})\s+(?!x\b|mm\b|cm\b|kg\b|h\b|µ|um\b|gsm\b|g\b|%|(?:{_STOP})\b|-)"
    rf"((?:(?!(?:{_STOP}|for|with|in|to|at|by|from)\b)[A-Za-z0-9/-]+\s+){{0,4}}?(?!(?:{_STOP})\b)[A-Za-z-]*[A-Za-rt-z]s)\b", _F)  # fmt: skip
_OFF = re.compile(rf"(?<![\w.])({SCALED}|{EN})\s+(?:off|of\s+(?:this|these|them|the\s+same))\b|\banother\s+({SCALED}|{EN})\b"
                  rf"|\b(one|a\s+single)\s+(?!(?:colou?r|side|sample|day|week|month|piece\s+flow)\b)(?:[a-z]+\s+){{0,4}}?"
                  r"(?:plate|part|bracket|shaft|mould|mold|housing|block|gear|prototype|fixture)\b", _F)  # fmt: skip
NARROW = ("test_hours", "layers")
_AQL = re.compile(r"\bAQL\s*:?\s*(\d+(?:\.\d+)?)", _F)
_SETTERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("yearly", _YEARLY, "amount.yearly"), ("monthly", _MONTHLY, "amount.monthly"), ("sample", _SAMPLE, "amount.sample"),
    ("per_colour", _PER_COLOUR, "amount.per_colour"), ("test_hours", _TEST, "amount.test_hours"),
    ("cavities", _CAVITIES, "amount.cavities"), ("joints", _JOINTS, "amount.joints"), ("layers", _LAYERS, "amount.layers"),
    ("colours", _COLOURS, "amount.colours"), ("pages", _PAGES, "amount.pages"), ("gsm", _GSM, "amount.gsm"),
)  # fmt: skip


def read_numbers(scan: Scan) -> None:
    """Read drawing numbers and put telephone numbers aside; before everything else."""
    for match in scan.find(_PHONE):
        scan.take(match)
    for match in scan.find(_NUMBER):
        scan.add("number", match[1], match, "number")
    for match in scan.find(_REVISION):
        scan.add("revision", match[1] or match[2], match, "revision")


def read_amounts(scan: Scan, tonnage: bool) -> None:
    """Read amounts that say what they count; `tonnage` tells whether a press is spoken of."""
    for name, pattern, rule in _SETTERS:
        for match in scan.find(pattern):
            group = next(n for n, g in enumerate(match.groups(), 1) if g)
            value = whole(match[group])
            if value is not None and not scan.has(name):
                scan.add(name, value, match, rule, group if name in NARROW else 0)
    for match in scan.find(_SIDES):
        scan.add("sides", 1 if match[1] else 2, match, "amount.sides")
    for match in scan.find(_AQL):
        scan.add("aql", decimal(match[1]), match, "aql")
    for match in scan.find(_EACH_WEIGHT):
        scan.take(match)
    if tonnage:
        for match in scan.find(_TONNAGE):
            scan.add("tonnage", int(Decimal(match[1])), match, "amount.tonnage")
    _weight(scan)


def _weight(scan: Scan) -> None:
    for match in scan.find(_WEIGHT):
        value = number(match[1])
        if value is not None:
            scale = 1000 if match[2].casefold() in ("吨", "ton", "tons") else 1
            scan.add("weight", f"{(value * scale).normalize():f}", match, "amount.weight")


def read_quantity(scan: Scan) -> None:
    """Read how many pieces: a label, a counted classifier, "off", or a number before a plural; the first one counts.

    The words around the number may be spoken for (a material, a surface treatment), the number itself not.
    """
    for match in scan.find(_BREAKS):
        if not scan.has("breaks"):
            steps = [str(whole(n)) for n in re.findall(SCALED, match[1])]
            scan.add("breaks", "/".join(steps), match, "quantity.breaks")
    rules = ((_LABEL, "label"), (_THEN, "then"), (_COUNTED, "counted"), (_OFF, "off"), (_NOUN, "plural"))
    for pattern, rule in rules:
        for match in pattern.finditer(scan.text):
            group = next(n for n, g in enumerate(match.groups(), 1) if g)
            start, end = match.span(group)
            value = whole(match[group]) if scan.free[start:end] == match[group] else None
            if value is not None and value >= 1 and not scan.has("quantity"):
                scan.add("quantity", value, match, f"quantity.{rule}")
