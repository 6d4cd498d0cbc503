# ruff: noqa: E501
"""Compose a sheet from a seed and the wordings of a set: a part, its views, dimensions, notes, title block.

Every word that says something is put on the paper together with the field that a careful reader would note.
"""

from __future__ import annotations

import random
from decimal import Decimal

from draw import Sheet


def um(text) -> int:
    return int(Decimal(str(text)) * 1000)


class Composer:
    def __init__(self, words, language: str, seed: str) -> None:
        self.dice = random.Random(seed)
        self.words, self.language = words.WORDS[language], language
        self.turns, self.layouts = words.TURNS, words.LAYOUTS
        self.large = self.dice.random() < 0.35
        width, height = (420, 297) if self.large else (297, 210)
        self.sheet = Sheet(width, height, self.pick(self.words["fonts"]))
        self.expected: list[dict] = []
        self.size = 4.5 if self.large else 3.5
        self.part = self.pick(("plate", "disc", "shaft"))

    def pick(self, choices):
        return self.dice.choice(choices)

    def expect(self, name, value):
        self.expected.append({"name": name, "value": value})

    def dimension(self, kind, nominal, upper=0, lower=0, count=1, **more):
        value = {"kind": kind, "nominal_um": um(nominal), "upper_um": um(upper), "lower_um": um(lower), "count": count}
        self.expect("dimension", {**value, **{k: v if isinstance(v, bool | str) else um(v) for k, v in more.items()}})

    def toleranced(self, kind, nominal, sign="", stacks=False):
        """Return the words of a size, sometimes with a tolerance (one above the other: split by bars), and note it."""
        way = self.dice.random()
        if way < 0.55:
            self.dimension(kind, nominal)
            return f"{sign}{nominal}"
        if way < 0.8:
            both = self.pick(("0.05", "0.1", "0.02"))
            self.dimension(kind, nominal, both, "-" + both)
            return f"{sign}{nominal}±{both}"
        upper, lower = self.pick((("0.1", "0"), ("0", "-0.1"), ("0.05", "-0.02")))
        self.dimension(kind, nominal, upper, lower)
        plus = upper if upper == "0" else "+" + upper
        if stacks and self.dice.random() < 0.5:
            return f"{sign}{nominal}|{plus}|{lower}"
        return f"{sign}{nominal} {self.pick(('({}/{})', '{}/{}')).format(plus, lower)}"

    def compose(self) -> tuple[Sheet, list[dict]]:
        s = self.sheet
        s.box(5, 5, s.width - 10, s.height - 10, 0.18)
        s.box(10, 10, s.width - 20, s.height - 20, 0.7)
        for i in range(4):
            s.words(7.5, 25 + i * (s.height - 50) / 3, "ABCD"[i], 2.5)
        getattr(self, f"_{self.part}")()
        self._notes()
        self._block()
        return s, self.expected

    # views
    def _plate(self):
        s, d, k = self.sheet, self.dice, 1.4 if self.large else 1
        length, width, thick = d.randrange(80, 220, 5), d.randrange(40, 120, 5), self.pick((8, 10, 12, 16, 20))
        x, y, w, h = 45 * k, 40 * k, 90 * k, 52 * k
        s.box(x, y, w, h)
        s.across(x, x + w, y + h + 18 * k, self.toleranced("length", length, stacks=True), self.size, from_y=y + h)
        s.along(y, y + h, x - 14 * k, self.toleranced("length", width), self.size, from_x=x)
        s.box(x + w + 45 * k, y, 10 * k, h)
        s.across(
            x + w + 45 * k, x + w + 55 * k, y + h + 12 * k, self.toleranced("length", thick), self.size, from_y=y + h
        )
        pitch, inset = length - d.randrange(16, 30, 2), 7 * k
        for cx in (x + inset, x + w - inset):
            for cy in (y + inset, y + h - inset):
                s.circle(cx, cy, 2.5 * k)
        s.across(
            x + inset,
            x + w - inset,
            y + h + 9 * k,
            self.toleranced("length", pitch, stacks=True),
            self.size,
            from_y=y + h - inset,
        )
        s.leader(x + w - inset + 2, y + inset - 2, x + w + 6 * k, y - 9 * k, self._hole(4), self.size)
        if d.random() < 0.6:
            bore, fit = self.pick((20, 25, 30, 40)), self.pick(("H7", "H8", "G7"))
            s.circle(x + w / 2, y + h / 2, 10 * k)
            self.expect("fit", {"diameter_um": um(bore), "fit": fit, "count": 1})
            s.leader(
                x + w / 2,
                y + h / 2 - 10 * k,
                x + w / 2 - 26 * k,
                y - 9 * k,
                f"⌀{bore}{self.pick(('', ' '))}{fit}",
                self.size,
            )
        if d.random() < 0.6:
            s.leader(x + w - 25 * k, y + h - inset, x + w + 8 * k, y + h / 2 + 6 * k, self._thread(2), self.size)
        radius = self.pick((5, 6, 8, 10))
        self.dimension("radius", radius, count=4)
        s.leader(x + 2, y + 2, x - 22 * k, y - 9 * k, f"4×R{radius}", self.size)

    def _disc(self):
        s, d, k = self.sheet, self.dice, 1.4 if self.large else 1
        outer = d.randrange(60, 180, 2)
        bore, fit = self.pick((20, 30, 35, 47, 52)), self.pick(("H7", "H8", "K7"))
        thick, ring = self.pick((12, 18, 25, 46)), outer - d.randrange(14, 24, 2)
        x, y, r = 75 * k, 72 * k, 34 * k
        for radius in (r, r * 0.4):
            s.circle(x, y, radius)
        s.circle(x, y, r * 0.75, 0.18, "dash-dotted")
        s.line(x - r - 5, y, x + r + 5, y, 0.18, "dash-dotted")
        s.line(x, y - r - 5, x, y + r + 5, 0.18, "dash-dotted")
        for dx, dy in ((1, 0), (-1, 0), (0.5, 0.87), (-0.5, 0.87), (0.5, -0.87), (-0.5, -0.87)):
            s.circle(x + dx * r * 0.75, y + dy * r * 0.75, 2.5 * k)
        s.leader(x + 0.5 * r * 0.75, y - 0.87 * r * 0.75, x + r + 4, y - r - 2, self._hole(6), self.size)
        self.dimension("diameter", ring)
        s.leader(x - 0.53 * r, y + 0.53 * r, x - r + 2 * k, y + r + 9 * k, f"⌀{ring}", self.size)
        sx = x + 95 * k
        s.box(sx, y - r, 16 * k, 2 * r)
        s.line(sx - 5, y, sx + 21 * k, y, 0.18, "dash-dotted")
        s.along(y - r, y + r, sx - 9 * k, self.toleranced("diameter", outer, "⌀"), self.size, from_x=sx)
        self.expect("fit", {"diameter_um": um(bore), "fit": fit, "count": 1})
        s.along(y - 0.4 * r, y + 0.4 * r, sx + 30 * k, f"⌀{bore}{fit}", self.size, from_x=sx + 16 * k)
        s.across(sx, sx + 16 * k, y + r + 12 * k, self.toleranced("length", thick), self.size, from_y=y + r)
        if d.random() < 0.5:
            s.leader(sx + 16 * k, y - r + 4, sx + 22 * k, y - r - 8 * k, self._thread(4), self.size)
        self._rough(sx + 8 * k, y + r + 30 * k)

    def _shaft(self):
        s, d, k = self.sheet, self.dice, 1.4 if self.large else 1
        x, y = 45 * k, 70 * k
        diameters = [self.pick((20, 25)), self.pick((30, 35)), self.pick((40, 45)), self.pick((17, 22))]
        lengths = [d.randrange(20, 60, 2) for _ in diameters]
        widths, heights = [30 * k, 50 * k, 32 * k, 28 * k], [12 * k, 17 * k, 23 * k, 11 * k]
        s.line(x - 6, y, x + sum(widths) + 6, y, 0.18, "dash-dotted")
        left = x
        fitted = d.randrange(3)
        for i, (diameter, length, w, h) in enumerate(zip(diameters, lengths, widths, heights, strict=True)):
            s.box(left, y - h, w, 2 * h)
            if i == fitted:
                fit = self.pick(("k6", "h6", "g6", "m6"))
                self.expect("fit", {"diameter_um": um(diameter), "fit": fit, "count": 1})
                text = f"⌀{diameter}{fit}"
            else:
                text = self.toleranced("diameter", diameter, "⌀")
            s.along(y - h, y + h, left + w * 0.55, text, self.size, part=-0.45 if h < 20 * k else 0.2)
            if i < 3:
                s.across(left, left + w, y + 33 * k, self.toleranced("length", length), self.size, from_y=y + h)
            left += w
        s.across(
            x, left, y + 44 * k, self.toleranced("length", sum(lengths), stacks=True), self.size, from_y=y + 12 * k
        )
        chamfer = self.pick((1, 1.5, 2))
        self.dimension("chamfer", chamfer, count=2)
        text = self.pick((f"2×C{chamfer}", f"2×{chamfer}×45°"))
        s.leader(x + 1, y - 12 * k, x - 14 * k, y - 26 * k, text, self.size)
        s.leader(left, y - 5 * k, left + 8 * k, y - 26 * k, self._thread(1), self.size)
        self._rough(x + 84 * k, y - 23 * k)

    def _rough(self, x, y):
        ra = self.pick(self.turns["fine"])
        self.expect("roughness", {"ra_nm": um(ra), "general": False})
        s = self.sheet
        s.line(x, y, x - 2, y - 3.5, 0.25)
        s.line(x, y, x + 4, y - 7, 0.25)
        s.line(x - 2, y - 3.5, x + 2, y - 3.5, 0.25)
        s.line(x + 4, y - 7, x + 16, y - 7, 0.25)
        s.words(x + 5, y - 9, f"Ra {ra}", self.size, side="left")

    def _hole(self, count):
        way = self.pick(("through", "through", "blind", "bored"))
        d = self.pick(("5.5", "6.6", "9", "11"))
        t, larger = self.pick((8, 10, 15)), {"5.5": "10", "6.6": "11", "9": "15", "11": "18"}[d]
        if way == "bored":
            t = 6
            self.dimension("diameter", d, count=count, form="counterbore", bore_um=float(larger), depth_um=t)
        elif way == "blind":
            self.dimension("diameter", d, count=count, depth_um=t)
        else:
            self.dimension("diameter", d, count=count, through=True)
        return self.pick(self.words["holes"][way]).format(n=count, d=d, D=larger, t=t)

    def _thread(self, count):
        thread, t = self.pick(self.turns["threads"]), self.pick((10, 12, 16))
        way = self.pick(("thread", "thread", "thread_through"))
        text = self.pick(self.words["holes"][way]).format(n=count, m=thread, t=t)
        value = {"thread": thread.replace("×", "x"), "count": count}
        if way == "thread":
            value["depth_um"] = um(t)
        self.expect("thread", value)
        return text.removeprefix("1×").removeprefix("1-").removeprefix("1X").removeprefix("1 x").strip()

    # words
    def _notes(self):
        s, w, d = self.sheet, self.words, self.dice
        lines = []
        text, value = self.pick(w["general"])
        self.expect("general_tolerance", value)
        lines.append(text)
        if d.random() < 0.6:
            text, value = self.pick(w["finishes"])
            self.expect("finish", dict(value))
            lines.append(text)
        if d.random() < 0.5:
            text, process, hard = self.pick(w["heats"])
            self.expect("heat_treatment", {"process": process})
            self.expect("hardness", dict(hard))
            lines.append(text)
        for text in d.sample(w["notes"], 2):
            self.expect("note", {"text": text})
            lines.append(text)
        if d.random() < 0.7:
            text, general = self.pick(w["rough"])
            ra = self.pick(self.turns["ras"])
            self.expect("roughness", {"ra_nm": um(ra), "general": general})
            lines.append(text.format(ra=ra))
        d.shuffle(lines)
        x, y = 16, s.height - 14 - 7 * len(lines) * (1.2 if self.large else 1)
        step = 8.2 if self.large else 6.6
        s.words(x, y - step, self.pick(w["heading"]), self.size + 0.7, side="left")
        for i, line in enumerate(lines, 1):
            s.words(x, y + (i - 1) * step, f"{i}{self.pick(('.', '. ', '、')) if self.language == 'zh' else '. '}{line}",
                    self.size, side="left")  # fmt: skip

    def _block(self):
        w, d = self.words, self.dice
        number = f"{self.pick('ABFHKLMX')}{self.pick('BDGHP')}{self.pick(('-', '', '.'))}{d.randrange(100, 9999)}{self.pick(('', '-01', '-A2'))}"
        title, material = self.pick(w["titles"][self.part]), self.pick(w["materials"])
        revision, scale = self.pick(("A", "B", "C", "01", "A2")), self.pick(("1:1", "1:2", "2:1", "1:5"))
        values = {"part_no": number, "title": title, "material": material, "revision": revision, "scale": scale}
        if d.random() < 0.6:
            values["quantity"] = self.pick((1, 2, 10, 50, 120, 300))
        for name, value in values.items():
            self.expect(name, value)
        rows = [(self.pick(w["labels"][name]), str(value)) for name, value in values.items()]
        rows += d.sample(w["noise"], 3)
        d.shuffle(rows)
        getattr(self, f"_block_{self.pick(self.layouts)}")(rows)

    def _block_grid(self, rows):
        """Label cell beside value cell, two pairs a row."""
        s, k = self.sheet, 1.25 if self.large else 1
        h, a, b = 8 * k, 20 * k, 34 * k
        n = -(-len(rows) // 2)
        x, y = s.width - 10 - 2 * (a + b), s.height - 10 - (n + 1) * h
        s.box(x, y, 2 * (a + b), (n + 1) * h)
        s.words(x + a + b, y + h / 2, self.pick(self.words["company"]), 4 * k)
        for i, (label, value) in enumerate(rows):
            cx, cy = x + (i % 2) * (a + b), y + (1 + i // 2) * h
            s.box(cx, cy, a, h, 0.25)
            s.box(cx + a, cy, b, h, 0.25)
            s.words(cx + a / 2, cy + h / 2, label, 3 * k)
            s.words(cx + a + b / 2, cy + h / 2, value, 3.2 * k)

    def _block_stacked(self, rows):
        """A small label above the value in one cell, three cells a row."""
        s, k = self.sheet, 1.25 if self.large else 1
        h, w = 12 * k, 38 * k
        n = -(-len(rows) // 3)
        x, y = s.width - 10 - 3 * w, s.height - 10 - n * h - 8 * k
        s.box(x, y, 3 * w, n * h + 8 * k)
        s.words(x + 1.5 * w, y + 4 * k, self.pick(self.words["company"]), 4 * k)
        for i, (label, value) in enumerate(rows):
            cx, cy = x + (i % 3) * w, y + 8 * k + (i // 3) * h
            s.box(cx, cy, w, h, 0.25)
            s.words(cx + 1.2, cy + 3 * k, label, 2.4 * k, side="left")
            s.words(cx + 4, cy + 8 * k, value, 3.6 * k, side="left")

    def _block_strip(self, rows):
        """A row of labels above a row of values, twice."""
        s, k = self.sheet, 1.25 if self.large else 1
        half = -(-len(rows) // 2)
        w, h = 30 * k, 7 * k
        x, y = s.width - 10 - half * w, s.height - 10 - 4 * h
        s.words(x + half * w / 2, y - 5 * k, self.pick(self.words["company"]), 4 * k)
        s.box(x, y, half * w, 4 * h)
        for i, (label, value) in enumerate(rows):
            cx, cy = x + (i % half) * w, y + 2 * h * (i // half)
            s.box(cx, cy, w, h, 0.25)
            s.box(cx, cy + h, w, h, 0.25)
            s.words(cx + w / 2, cy + h / 2, label, 2.8 * k)
            s.words(cx + w / 2, cy + 1.5 * h, value, 3.2 * k)

    def _block_colon(self, rows):
        """Label, colon and value in one line, one or two a row."""
        s, k = self.sheet, 1.25 if self.large else 1
        h, w = 7 * k, 56 * k
        n = -(-len(rows) // 2)
        x, y = s.width - 10 - 2 * w, s.height - 10 - n * h - 8 * k
        s.box(x, y, 2 * w, n * h + 8 * k)
        s.words(x + w, y + 4 * k, self.pick(self.words["company"]), 4 * k)
        colon = self.pick(("：", ": ")) if self.language == "zh" else ": "
        for i, (label, value) in enumerate(rows):
            cx, cy = x + (i % 2) * w, y + 8 * k + (i // 2) * h
            s.box(cx, cy, w, h, 0.25)
            s.words(cx + 2, cy + h / 2, f"{label}{colon}{value}", 3.2 * k, side="left")
