"""Numbers as people write them: 300, 1,500, 1.5万, 10k, 三百, 两千零五, three hundred."""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import re
from decimal import Decimal

_ZH_DIGITS = {c: n for n, cs in enumerate(("零〇", "一壹", "二两贰俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
              for c in cs}  # fmt: skip
_ZH_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_EN_UNITS = {"dozen": 12, "hundred": 100, "thousand": 1000}

ZH = "[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟俩]{1,9}"
EN = rf"\b(?:(?:{'|'.join(_EN)}|a)(?:[\s-]+(?:{'|'.join([*_EN, *_EN_UNITS, 'and'])})){{0,5}})\b"
DIGITS = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
SCALED = rf"{DIGITS}\s*(?:万|千|百|[kK](?![a-zA-Z]))?"
WHOLE = rf"(?:{SCALED}|{ZH}|{EN})"
"""A pattern of one number; use with IGNORECASE and read it with `number`."""


def number(text: str) -> Decimal | None:
    """Return the value of what WHOLE matched, None where the words are no number ("a", "万")."""
    words = text.strip().casefold()
    if words[:1].isdigit():
        scale = {"万": 10_000, "千": 1000, "百": 100, "k": 1000}.get(words[-1], 1)
        return Decimal(words.rstrip("万千百k ").replace(",", "")) * scale
    return _english(words) if words[:1].isascii() else _chinese(words)


def whole(text: str) -> int | None:
    """Return a number as an integer, None where it is none or has a fraction."""
    value = number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def decimal(text: str) -> str:
    """Return a decimal number without needless zeros: 2.0 is "2"."""
    return f"{Decimal(text.replace(',', '')).normalize():f}"


def _chinese(text: str) -> Decimal | None:
    total = section = digit = 0
    last = 1
    for c in text:
        if c in _ZH_DIGITS:
            digit, last = _ZH_DIGITS[c], 1 if c in "零〇" else last
        elif c in _ZH_UNITS:
            last = _ZH_UNITS[c]
            section += (digit or 1) * last
            digit = 0
        else:
            total, section, digit, last = (total + section + digit) * 10_000, 0, 0, 10_000
    if text[-1] in _ZH_DIGITS and len(text) > 1 and last >= 100:
        digit *= last // 10
    return Decimal(total + section + digit) or None


def _english(text: str) -> Decimal | None:
    """Return "two thousand five hundred" as 2500: a hundred multiplies what stands before it, a thousand closes it."""
    total = section = 0
    words = [w for w in re.split(r"[\s-]+", text) if w not in ("and", "a")]
    for word in words:
        if word == "thousand":
            total, section = total + max(section, 1) * 1000, 0
        elif word in _EN_UNITS:
            section = max(section, 1) * _EN_UNITS[word]
        else:
            section += _EN[word]
    return Decimal(total + section) if words else None
