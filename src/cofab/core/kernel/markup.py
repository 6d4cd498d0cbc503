"""Words put into typst source: what paper of ours is set from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FONTS = '("Inter", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei")'
_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\#$*_`<>@[]~=-+/\"'"})


def escaped(text: str) -> str:
    """Return text as typst shows it letter by letter: no mark-up of anybody's making survives."""
    return text.translate(_SPECIAL).replace("\n", " ")


def page(language: str, size_pt: int = 10) -> str:
    """Return the set-up of an A4 page with its number; `language` is "zh" or "en"."""
    return (
        f'#set page(paper: "a4", margin: 2.2cm, numbering: "1 / 1")\n'
        f'#set text(lang: "{language}", size: {size_pt}pt, font: {FONTS}, fallback: true)\n'
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> str:
    """Return a table; the first column fills the line, the last `numbers` columns stand to the right."""
    words = len(head) - numbers
    columns = ", ".join(["1fr"] + ["auto"] * (len(head) - 1))
    sides = ", ".join(["left"] * words + ["right"] * numbers)
    body = "\n  ".join("".join(f"[{escaped(cell)}], " for cell in row) for row in (head, *rows))
    return f"#table(columns: ({columns}), align: ({sides},), stroke: 0.4pt + luma(200),\n  {body}\n)\n"
