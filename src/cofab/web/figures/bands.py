"""Bands and bars: a machine's states over a day, shares, credit, stages of an order, small lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cofab.web import words
from cofab.web.figures.svg import BRAND, INK, INK2, INK3, NAMES, TRACK, el, figure, line, number, rect, share, state
from cofab.web.figures.svg import text as put
from cofab.web.figures.svg import title as tip


@dataclass(frozen=True)
class Span:
    """A stretch of one state or kind, from `start` up to `end`; `label` is written where there is room."""

    kind: str
    start: datetime
    end: datetime
    label: str = ""
    url: str = ""


def said(spans: Sequence[Span]) -> str:
    """Return the values of a band in words, for screen readers."""
    return ", ".join(f"{NAMES[s.kind]} {words.clock(s.start)}–{words.clock(s.end)}" for s in spans) or _("no data")


def band(spans: Sequence[Span], start: datetime, end: datetime, now: datetime | None = None,
         width: int = 0, height: int = 16) -> SafeString:  # fmt: skip
    """Return one row of states from `start` to `end`, a line at `now`; gaps stay empty; a width of 0 fills the box."""
    whole = (end - start).total_seconds()

    def place(moment: datetime) -> float:
        return max(0.0, min(1.0, (moment - start).total_seconds() / whole))

    parts = [rect(0, 1, "100%", height - 2, "#FAFBFC")]
    for span in spans:
        if (wide := place(span.end) - place(span.start)) > 0:
            words_ = f"{NAMES[span.kind]} {words.clock(span.start)}–{words.clock(span.end)}"
            parts.append(state(span.kind, share(place(span.start)), 1, share(wide), height - 2, tip(words_)))
            if height >= 20 and wide > 0.08 and span.kind in ("running", "idle"):
                shown = span.label or f"{NAMES[span.kind]} {words.hours((span.end - span.start).total_seconds())}"
                inner = put(7, height / 2 + 4, shown, font_size=11.5, fill="#fff" if span.kind == "running" else INK)
                parts.append(el("svg", inner, x=share(place(span.start)), width=share(wide), height=height))
    if now and start <= now <= end:
        parts.append(rect(share(place(now)), 0, 2, height, INK))
    box = el("svg", *parts, width=width or "100%", height=height)
    return figure(width, height, said(spans), box)


def days(rows: Sequence[tuple[str, datetime, Sequence[Span]]], now: datetime | None = None) -> SafeString:
    """Return several days of states under one hour axis; a row is (label, its midnight, spans)."""
    ticks = "".join(
        put(share(h / 24), 12, f"{h:02d}:00", fill=INK3, text_anchor={0: "start", 24: "end"}.get(h, "middle"))
        for h in range(0, 25, 4)
    )
    axis = figure(0, 16, "", ticks)
    lines = format_html_join(
        "", "<dt>{}</dt><dd>{}</dd>",
        ((label, band(spans, day, day + timedelta(days=1), now, height=22)) for label, day, spans in rows),
    )  # fmt: skip
    return format_html('<dl class="c-days"><dt></dt><dd>{}</dd>{}</dl>', axis, lines)


def bar(done_share: float | None, width: int = 120, tone: str = "", height: int = 8, label: str = "") -> SafeString:
    """Return a progress bar for a share from 0 to 1; tone "" (indigo), go, care or stop. Write the counts beside it."""
    fill = {"go": "#1F7A72", "care": "#C98A12", "stop": "#C23B16"}.get(tone, BRAND)
    done = max(0.0, min(1.0, float(done_share or 0)))
    track = rect(0, 0, width, height, TRACK, rx=height / 2)
    return figure(width, height, label or words.percent(done_share, none="?"), track,
                  rect(0, 0, done * width, height, fill, rx=height / 2) if done else "")  # fmt: skip


def shares(parts: Sequence[tuple[str, float, str]], width: int = 280, height: int = 12) -> SafeString:
    """Return one bar of several amounts, (label, amount, fill kind); kinds: released, next, later, kept."""
    fills = {"released": "#1F7A72", "next": "#5D86C0", "later": "#C9D7EA", "rest": TRACK, "kept": "url(#p-hold)"}
    total = sum(amount for _label, amount, _kind in parts) or 1
    drawn, x, room = [], 0.0, width - 2 * (len(parts) - 1)
    for label, amount, kind in parts:
        wide = room * amount / total
        drawn.append(rect(x, 0, wide, height, fills[kind], tip(label), rx=2))
        x += wide + 2
    return figure(width, height, ", ".join(label for label, *_rest in parts), *drawn, fluid=True)


def stages(done: int, total: int, tone: str = "", label: str = "") -> SafeString:
    """Return the little row of squares of an order's stage, `done` of `total` behind it."""
    now = {"stop": "#C23B16", "care": "#E0A93B"}.get(tone, "#7D9CCB")
    fills = [BRAND if i < done else now if i == done else "#E4E8EC" for i in range(total)]
    return figure(total * 8.3, 8, label, *(rect(i * 8.3, 0, 6.6, 8, fill, rx=1.5) for i, fill in enumerate(fills)))


def points(lower: float, estimate: float, full: float, scale: float = 5.4) -> SafeString:
    """Return lower bound, estimate and full mark of one credit input, as one bar of `full` times `scale` pixels."""
    return figure(
        max(196.0, full * scale), 12, f"{lower:.1f} / {full:g}",
        rect(0, 0, full * scale, 12, TRACK, rx=2), rect(0, 0, estimate * scale, 12, "#C9D7EA", rx=2),
        rect(0, 0, lower * scale, 12, BRAND, rx=2),
    )  # fmt: skip


def sparkline(values: Sequence[float | None], limit: float | None = None, label: str = "", width: int = 400,
              height: int = 46) -> SafeString:  # fmt: skip
    """Return a signal as a line with its dashed limit; None breaks the line, so that a gap stays a gap."""
    known = [v for v in values if v is not None]
    top = max([*known, (limit or 0) * 1.15, 1e-9])
    over = limit is not None and any(v > limit for v in known)
    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(
                f"{number(i * width / max(1, len(values) - 1))},{number(height - 2 - value / top * (height - 6))}"
            )
    lines = [el("polyline", points=" ".join(run), fill="none", stroke="#B03512" if over else BRAND, stroke_width=1.6,
                vector_effect="non-scaling-stroke") for run in runs if len(run) > 1]  # fmt: skip
    if limit is not None:
        y = height - 2 - limit / top * (height - 6)
        lines.append(line(0, y, width, y, "#B03512", stroke_dasharray="5 4", vector_effect="non-scaling-stroke"))
    return figure(width, height, label, *lines, fluid=True)


def columns(values: Sequence[tuple[str, float, str]], chosen: int = -1, width: int = 330) -> SafeString:
    """Return a small column chart, (label below, value, value's text); the chosen one is solid."""
    top = max((v for _label, v, _text in values), default=1) or 1
    step = width / max(1, len(values))
    parts = []
    for i, (label, value, shown) in enumerate(values):
        high, x = value / top * 50, i * step + 6
        parts.append(rect(x, 68 - high, step - 22, high, BRAND if i == chosen else "#C9D7EA", rx=2))
        parts.append(put(x + (step - 22) / 2, 62 - high, shown, font_size=11.5, text_anchor="middle"))
        parts.append(put(x + (step - 22) / 2, 84, label, font_size=11.5, text_anchor="middle", fill=INK2))
    return figure(width, 92, ", ".join(f"{a}: {c}" for a, _b, c in values), *parts, fluid=True)


def heat(columns_: Sequence[str], rows: Sequence[tuple[str, Sequence[Any]]], label: str) -> SafeString:
    """Return a table of percentages as shaded cells; None is left blank, 100 and more carries an exclamation mark."""
    wide, high, left = 70, 24, 116
    parts = [
        put(left + i * wide + wide / 2, 15, name, text_anchor="middle", fill=INK2) for i, name in enumerate(columns_)
    ]
    for j, (name, values) in enumerate(rows):
        y = 26 + j * high
        parts.append(put(0, y + 16, name))
        parts += [_cell(left + i * wide, y, wide, high, value) for i, value in enumerate(values)]
    return figure(left + wide * len(columns_), 26 + high * len(rows), label, *parts)


def _cell(x: float, y: float, wide: int, high: int, value: float | None) -> str:
    """Return one shaded cell of the heat table."""
    if value is None:
        return put(x + wide / 2, y + 16, "·", text_anchor="middle", fill=INK3)
    steps = ((100, "#7A3E00"), (85, "#C98A12"), (70, "#EBC77F"), (50, "#F5E6C8"), (0, "#F3F5F6"))
    fill = next(color for least, color in steps if value >= least)
    shown = f"{value:g}{' !' if value >= 100 else ''}"
    return rect(x + 1.5, y + 1.5, wide - 3, high - 3, fill, rx=3) + put(
        x + wide / 2, y + 16, shown, text_anchor="middle", fill="#fff" if value >= 100 else INK
    )
