"""A sheet of paper as lines and words in millimetres from the upper left, set by typst as PDF or picture."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import typst

HEAD = """#set page(width: {w}mm, height: {h}mm, margin: 0mm)
#set text(font: ({fonts}), size: 3.5mm, top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0mm)
#let at(x, y, size, turn, side, body) = place(top + left, dx: x, dy: y, context {{
  let b = text(size: size, body)
  let s = measure(b)
  let back = if side == "left" {{ 0mm }} else if side == "right" {{ s.width }} else {{ s.width / 2 }}
  move(dx: -back, dy: -s.height / 2, rotate(turn, b))
}})
"""


@dataclass
class Sheet:
    """What is on one page: add lines, circles and words, then `pdf()` or `png(ppi)`."""

    width: float
    height: float
    fonts: tuple[str, ...]
    marks: list[str] = field(default_factory=list)

    def line(self, x1, y1, x2, y2, thick=0.35, dash=""):
        dashed = f', dash: "{dash}"' if dash else ""
        self.marks.append(
            f"#place(top + left, line(start: ({x1:.2f}mm, {y1:.2f}mm), end: ({x2:.2f}mm, {y2:.2f}mm),"
            f" stroke: (thickness: {thick}mm{dashed})))"
        )

    def box(self, x, y, w, h, thick=0.5):
        for a, b, c, d in ((x, y, x + w, y), (x + w, y, x + w, y + h), (x + w, y + h, x, y + h), (x, y + h, x, y)):
            self.line(a, b, c, d, thick)

    def circle(self, x, y, r, thick=0.5, dash=""):
        dashed = f', dash: "{dash}"' if dash else ""
        self.marks.append(
            f"#place(top + left, dx: {x - r:.2f}mm, dy: {y - r:.2f}mm, circle(radius: {r:.2f}mm,"
            f" stroke: (thickness: {thick}mm{dashed})))"
        )

    def words(self, x, y, text, size=3.5, turn=0, side="centre"):
        self.marks.append(
            f'#at({x:.2f}mm, {y:.2f}mm, {size}mm, {turn}deg, "{side}", {json.dumps(text, ensure_ascii=False)})'
        )

    def arrow(self, x, y, dx, dy, size=2.2):
        """Draw a filled arrowhead with its tip at x, y that points along dx, dy."""
        points = [(x, y), (x - dx * size - dy * 0.4, y - dy * size + dx * 0.4),
                  (x - dx * size + dy * 0.4, y - dy * size - dx * 0.4)]  # fmt: skip
        corners = ", ".join(f"({a:.2f}mm, {b:.2f}mm)" for a, b in points)
        self.marks.append(f"#place(top + left, polygon(fill: black, {corners}))")

    def across(self, x1, x2, y, text, size=3.5, from_y=None):
        """Draw a horizontal dimension between x1 and x2 at height y, with its extension lines."""
        if from_y is not None:
            self.line(x1, from_y, x1, y + 1, 0.18)
            self.line(x2, from_y, x2, y + 1, 0.18)
        self.line(x1, y, x2, y, 0.18)
        self.arrow(x1, y, -1, 0)
        self.arrow(x2, y, 1, 0)
        if "|" not in text:
            self.words((x1 + x2) / 2, y - 0.65 * size - 0.3, text, size)
            return
        nominal, upper, lower = text.split("|")
        middle = (x1 + x2) / 2
        self.words(middle, y - 0.65 * size - 0.3, nominal, size, side="right")
        self.words(middle + 0.6, y - size - 0.4, upper, 0.65 * size, side="left")
        self.words(middle + 0.6, y - 0.35 * size - 0.3, lower, 0.65 * size, side="left")

    def along(self, y1, y2, x, text, size=3.5, from_x=None, part=0.5):
        """Draw a vertical dimension whose words are read from the right, `part` of the way down."""
        if from_x is not None:
            self.line(from_x, y1, x - 1, y1, 0.18)
            self.line(from_x, y2, x - 1, y2, 0.18)
        self.line(x, y1, x, y2, 0.18)
        self.arrow(x, y1, 0, -1)
        self.arrow(x, y2, 0, 1)
        self.words(x - 0.65 * size - 0.3, y1 + part * (y2 - y1), text, size, turn=-90)

    def leader(self, x, y, to_x, to_y, text, size=3.5):
        """Draw a leader from a point to a shelf with words."""
        self.line(x, y, to_x, to_y, 0.18)
        side = "left" if to_x >= x else "right"
        reach = 0.62 * size * len(text) * (1 if side == "left" else -1)
        self.line(to_x, to_y, to_x + reach, to_y, 0.18)
        self.words(to_x + (1 if side == "left" else -1), to_y - 0.65 * size - 0.2, text, size, side=side)

    def source(self) -> str:
        fonts = ", ".join(json.dumps(f) for f in self.fonts)
        return HEAD.format(w=self.width, h=self.height, fonts=fonts) + "\n".join(self.marks)

    def pdf(self) -> bytes:
        return typst.compile(self.source().encode(), format="pdf")

    def png(self, ppi: float) -> bytes:
        return typst.compile(self.source().encode(), format="png", ppi=ppi)
