"""A Gantt chart drawn on the server: rows of bars under a day or hour axis, and the same rows as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cofab.web import words
from cofab.web.figures.svg import INK, INK2, INK3, LINE, LINE2, el, figure, line, rect, share, text, title

KINDS = {
    "make": (_("Making"), "#E3ECF8", "#7D9CCB", "#1A3D70", None),
    "finish": (_("Finishing"), "#ECE3F3", "#A98CC4", "#4C2C69", None),
    "inspect": (_("Inspection"), "#E3F2F0", "#7FBDB6", "#0B4F4A", None),
    "move": (_("Transport"), "#EEF1F3", "#8E9AA6", "#4A5866", "4 3"),
    "buffer": (_("Buffer"), "#FFFFFF", "#A9B3BD", "#606D7C", "1.5 2.5"),
    "done": (_("Done"), "#DDE2E7", "#A9B3BD", "#4A5866", None),
    "late": (_("Late"), "#FBF1DA", "#C98A12", "#7E5200", None),
    "down": (_("Down"), "#FCEBE5", "#C23B16", "#B03512", None),
    "own": (_("Own work"), "#C3CCD6", "#8E9AA6", "#1B2530", None),
    "order": (_("Cofab order"), "#2C5AA0", "#1A3D70", "#FFFFFF", None),
    "hold": (_("On hold"), "#EFE7F4", "#A98CC4", "#4C2C69", "4 3"),
    "maintenance": (_("Maintenance"), "#F3D79B", "#B97A0A", "#5A3B00", None),
    "closed": (_("Closed hours"), "url(#p-closed)", "#CDD3DA", "#606D7C", "2 3"),
}
ROW, HEAD = 38, 46
HOUR_S, DAY_S = 3600, 86400


@dataclass(frozen=True)
class Bar:
    """One piece of work: `kind` one of KINDS, `url` opens it, `proposed` draws it striped until consent.

    `claim` names what the reader may move by dragging.
    """

    start: datetime
    end: datetime
    label: str = ""
    kind: str = "make"
    url: str = ""
    proposed: bool = False
    claim: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the chart: a machine, bath or carrier, and its bars; `key` names it to who drags."""

    label: str
    bars: Sequence[Bar]
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Gantt:
    """A chart of rows; `start` and `end` default to the bars' reach with a margin; `due` and `now` draw lines."""

    rows: Sequence[Row]
    title: Any = ""
    start: datetime | None = None
    end: datetime | None = None
    now: datetime | None = None
    due: datetime | None = None
    rest: Sequence[tuple[datetime, datetime]] = field(default_factory=tuple)

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """Return the shown time, whole days in the reader's zone."""
        bars = [b for r in self.rows for b in r.bars]
        ends = [b.end for b in bars] + [d for d in (self.due,) if d]
        first = words.local(self.start or min(b.start for b in bars))
        last = words.local(self.end or max(ends))
        begin = first.replace(hour=0, minute=0, second=0, microsecond=0)  # type: ignore[call-arg]
        finish = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)  # type: ignore[call-arg,operator]
        return begin, finish  # type: ignore[return-value]

    @property
    def seconds(self) -> int:
        """Return how long the shown time is."""
        begin, finish = self.reach
        return int((finish - begin).total_seconds())

    @property
    def empty(self) -> bool:
        """Tell whether there is no bar to show."""
        return not any(r.bars for r in self.rows)

    def place(self, moment: datetime) -> float:
        """Return where a moment lies in the shown time, 0 to 1."""
        begin, finish = self.reach
        return max(0.0, min(1.0, (moment - begin).total_seconds() / (finish - begin).total_seconds()))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds that occur, with their names, for the legend."""
        used = {b.kind for r in self.rows for b in r.bars}
        return [(kind, str(KINDS[kind][0])) for kind in KINDS if kind in used]

    @property
    def drawing(self) -> SafeString:
        """Return the chart without the row labels, which stand beside it in the page."""
        high = HEAD + ROW * len(self.rows)
        parts = [*self._ground(high), *self._axis(high)]
        for i, row in enumerate(self.rows):
            y = HEAD + i * ROW
            parts.append(line(0, y, "100%", y, LINE))
            parts += [self._bar(bar, row, y) for bar in row.bars]
        return figure(0, high, self.title or _("Schedule"), *parts, *self._lines(high), css="c-gantt-fig", role="group")

    def _ground(self, high: int) -> list[str]:
        """Return the shaded rest times."""
        return [
            rect(share(self.place(a)), HEAD, share(self.place(b) - self.place(a)), high - HEAD, "url(#p-closed)")
            for a, b in self.rest
        ]

    def _axis(self, high: int) -> list[str]:
        """Return day ticks (hours below three days) with months above."""
        begin, finish = self.reach
        count = (finish - begin).days
        step = timedelta(hours=3 if count == 1 else 6) if count < 3 else timedelta(days=max(1, round(count / 24)))
        parts, moment, month = [], begin, ""
        while moment < finish:
            x = share(self.place(moment))
            head = f"{moment:%Y-%m}" if count >= 3 else words.day(moment)
            if head != month:
                parts += [line(x, 0, x, HEAD, LINE2), text(x, 16, head, dx=6, fill=INK2)]
                month = head
            tick = f"{moment.day}" if count >= 3 else f"{moment:%H}"
            parts += [line(x, 24, x, high, LINE), text(x, 38, tick, dx=6, fill=INK if moment.weekday() < 5 else INK3)]
            moment += step
        return parts

    def _bar(self, bar: Bar, row: Row, y: int) -> str:
        """Return one bar, its words clipped to its width, linked when it has an address."""
        name, fill, stroke, ink, dash = KINDS[bar.kind]
        x, wide = share(self.place(bar.start)), share(max(0.004, self.place(bar.end) - self.place(bar.start)))
        said = f"{row.label}: {bar.label or name}, {words.moment(bar.start)} – {words.moment(bar.end)}"
        body = rect(0.75, 0.75, "100%", ROW - 11, fill)
        edge = rect(x, y + 5, wide, ROW - 10, "none" if not bar.proposed else "url(#p-proposed)", rx=3,
                    stroke=stroke, stroke_dasharray="5 3" if bar.proposed else dash)  # fmt: skip
        inner = el("svg", body, text(7, 19, bar.label, fill=ink), x=x, y=y + 5, width=wide, height=ROW - 10)
        group = el("g", title(said), inner, edge, class_="bar")
        return el("a", group, href=bar.url, aria_label=said, data_drag=bar.claim or None) if bar.url else group

    def _lines(self, high: int) -> list[str]:
        """Return the black line of now and the red line of the due date."""
        parts = []
        if self.now and 0 < (x := self.place(self.now)) < 1:
            parts += [line(share(x), 20, share(x), high, INK, stroke_width=1.5),
                      el("circle", cx=share(x), cy=20, r=3.5, fill=INK)]  # fmt: skip
        if self.due:
            x = self.place(self.due)
            left = x > 0.9
            parts += [
                line(share(x), 0, share(x), high, "#C23B16", stroke_width=2),
                text(share(x), 16, _("Due"), dx=-6 if left else 6, text_anchor="end" if left else "start",
                     fill="#B03512", font_weight=650),
            ]  # fmt: skip
        return parts


def swatch(kind: str) -> SafeString:
    """Return the little sample of a kind for the legend."""
    _name, fill, stroke, _ink, dash = KINDS[kind]
    box = rect(0.75, 0.75, 12.5, 10.5, fill, rx=2, stroke=stroke, stroke_dasharray=dash)
    return mark_safe(figure(14, 12, "", box))
