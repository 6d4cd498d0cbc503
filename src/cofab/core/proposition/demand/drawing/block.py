"""The title block: labels in either language, and the value that stands in, beside or below each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cofab.core.proposition.demand.drawing.words import Field, Word, height, lettered, level, middle

_LABELS = {
    "part_no": r"part\s*(?:no|number|nr)\.?"
    r"|(?:drawing|dwg|drg)\s*\.?\s*(?:no|number|nr)\.?"
    r"|item\s*(?:no|number)\.?"
    r"|图\s*[号样]\s*(?:代号|编号)?|零\s*件\s*[图编代]?\s*号|代\s*号|料\s*号|产品编号",
    "title": r"title|(?:part\s*|drawing\s*)?name|description|designation"
    r"|名\s*称|零\s*件\s*名\s*称?|图\s*名|品\s*名|产品名称",
    "material": r"mat(?:eria)?l\s*spec(?:ification)?\.?|mat'?(?:eria)?l\.?|材\s*[料质](?:牌号)?|牌\s*号",
    "quantity": r"quantity|q'?ty\.?(?:\s*req'?d\.?)?|no\.?\s*(?:off|req'?d)|数\s*量|件\s*数|台\s*份",
    "revision": r"revision|rev\.?(?:\s*(?:no|level)\.?)?|issue|版\s*[本次]\s*号?|版",
    "scale": r"scale|比\s*例",
    "surface": r"finish|surface\s*(?:finish|treatment)|coating|表\s*面\s*处\s*理",
    "heat": r"heat\s*treat(?:ment|\.)?|热\s*处\s*理",
    "general": r"(?:general\s*)?tolerances?|未注公差|一般公差|公差",
}  # fmt: skip
_NOISE = (
    r"drawn(?:\s*by)?|check(?:ed)?(?:\s*by)?|chk'?d?|appr(?:oved|'?d)?\.?(?:\s*by)?|designed?(?:\s*by)?|date|weight|mass|sheet|"
    r"page|size|units?|signature|company|project|customer|eng(?:ineer)?\.?|dimensions?\s*in(?:\s*mm)?|projection|format|"
    r"设\s*计|校\s*对|审\s*[核定]|批\s*准|工\s*艺|标\s*准\s*化|日\s*期|重\s*量|质\s*量|单\s*位|共\s*\d*\s*[张页]|第\s*\d*\s*[张页]|签\s*[名字]|"
    r"制\s*图|描\s*图|阶段标记|年月日|图\s*幅|客\s*户|项\s*目|页\s*[码次]"
)
_EXACT = {name: re.compile(rf"^(?:{label})(?:\s*/?\s*(?:{label}))?\s*:?$", re.I) for name, label in _LABELS.items()}
_INLINE = {name: re.compile(rf"^(?:{label})(?:\s*/?\s*(?:{label}))?\s*(?P<c>:|\s)\s*(?P<v>.+)$", re.I)
           for name, label in _LABELS.items()}  # fmt: skip
_NOISY = re.compile(rf"^(?:{_NOISE})\s*(?::.*)?$", re.I)
_VALID = {
    "part_no": re.compile(r"^(?=.*\d)[\w.\-/# ]{2,40}$"),
    "title": re.compile(r"^(?=.*[^\W\d_]{2}|.*[\u4e00-\u9fff])(?!\d{4}[-.]\d).{2,60}$"),
    "material": re.compile(r"^(?!\d+(?:\.\d+)?\s*(?:kg|g|mm)$)(?!\d+:\d+$)(?=.*[\w])(?:.{2,60})$"),
    "quantity": re.compile(r"^\d{1,7}\s*(?:pcs?\.?|off|ea|pieces?|sets?|件|个|只|套|台)?$", re.I),
    "revision": re.compile(r"^(?:rev\.?\s*)?[A-Z]{0,2}[\d.]{0,4}$", re.I),
    "scale": re.compile(r"^\d+(?:\.\d+)?\s*[:/]\s*\d+(?:\.\d+)?$|^NTS$", re.I),
    "surface": re.compile(r"^.{2,80}$"),
    "heat": re.compile(r"^.{2,80}$"),
    "general": re.compile(r"^(?=.*(?:1804|2768)).{3,60}$"),
}
_KEPT = frozenset({"part_no", "title", "material", "quantity", "revision", "scale"})
RULE_SURE = {"inline": 98, "right": 96, "below": 92}


def read_block(cells: Sequence[Word]) -> tuple[list[Field], list[Word]]:
    """Return the fields of title blocks and the cells that belong to them; a label of surface or heat treatment
    gives no field of its own: its value's cell is left to the rules for notes."""
    fields: list[Field] = []
    used: list[Word] = []
    for cell in cells:
        if _NOISY.match(lettered(cell.text)):
            used += [cell, *_noise_value(cell, cells)]
        for name, value, rule, others in _readings(cell, cells):
            if name in _KEPT:
                used += [cell, *others]
                if not any(f.name == name for f in fields):
                    fields.append(_field(name, value, rule, [cell, *others]))
            break
    return fields, used


def _noise_value(cell: Word, cells: Sequence[Word]) -> list[Word]:
    return [w for w in (_right(cell, cells), _below(cell, cells)) if w is not None and not is_label(w)][:1]


def _readings(cell: Word, cells: Sequence[Word]) -> Iterator[tuple[str, str, str, list[Word]]]:
    for name, pattern in _EXACT.items():
        if not pattern.match(lettered(cell.text)):
            continue
        for rule, other in (("right", _right(cell, cells)), ("below", _below(cell, cells))):
            if other is not None and not is_label(other) and _VALID[name].match(other.text):
                yield name, other.text, rule, [other]
    for name, pattern in _INLINE.items():
        match = pattern.match(lettered(cell.text))
        if match and _VALID[name].match(match["v"].strip()) and (match["c"] == ":" or name in _KEPT - {"title"}):
            yield name, cell.text[match.start("v") :].strip(), "inline", []


def is_label(cell: Word) -> bool:
    """Tell whether a cell is a label of a title block and no value."""
    return (
        bool(_NOISY.match(lettered(cell.text)))
        or any(p.match(lettered(cell.text)) for p in _EXACT.values())
        or any((m := p.match(lettered(cell.text))) is not None and m["c"] == ":" for p in _INLINE.values())
    )


def _right(cell: Word, cells: Sequence[Word]) -> Word | None:
    box, tall = level(cell), height(cell)
    near = [
        w for w in cells
        if w is not cell and w.page == cell.page and w.turned == cell.turned
        and abs(middle(w) - middle(cell)) <= 0.6 * max(tall, height(w)) and -2 < level(w)[0] - box[2] < 16 * tall
    ]  # fmt: skip
    return min(near, key=lambda w: level(w)[0], default=None)


def _below(cell: Word, cells: Sequence[Word]) -> Word | None:
    box, tall = level(cell), height(cell)
    near = [
        w for w in cells
        if w is not cell and w.page == cell.page and w.turned == cell.turned
        and 0.5 * tall < middle(cell) - middle(w) < 3.4 * max(tall, 0.6 * height(w))
        and level(w)[0] < box[2] + 2 * tall and level(w)[2] > box[0] - tall
        and (abs(level(w)[0] - box[0]) < 5 * tall or abs(sum(level(w)[::2]) - sum(box[::2])) < 6 * tall)
    ]  # fmt: skip
    return max(near, key=middle, default=None)


def _field(name: str, text: str, rule: str, words: list[Word]) -> Field:
    value: str | int = text
    if name == "quantity":
        value = int(re.findall(r"\d+", text)[0])
    if name == "revision":
        value = re.sub(r"^rev\.?\s*", "", text, flags=re.I)
    if name == "scale":
        value = re.sub(r"\s", "", text)
    shown = words[-1]
    return Field(name, value, text, shown.page, shown.box, f"block.{rule}", min(RULE_SURE[rule], shown.sure))
