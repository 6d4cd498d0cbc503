"""What matters: weights that re-rank plans in the browser from stored scores; their trade-offs as parallel lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cofab.web.figures.svg import INK2, INK3, LINE2, el, figure, line, number, text

UP = gettext_noop("{label} at {value} or more: {letter} comes first.")
DOWN = gettext_noop("{label} at {value} or less: {letter} comes first.")
STEADY = gettext_noop("No slider alone changes which plan is first.")


@dataclass(frozen=True)
class Criterion:
    """One thing that may matter, with its weight 0 to 100 at the start."""

    key: str
    label: Any
    weight: int


@dataclass(frozen=True)
class Axis:
    """One upright axis; the better end is drawn at the foot: `best` and `worst` in the axis' own unit."""

    label: Any
    best: float
    worst: float

    def place(self, value: float) -> float:
        """Return how far up a value lies, 0 at the best end, 1 at the worst."""
        reach = self.worst - self.best
        return max(0.0, min(1.0, (value - self.best) / reach)) if reach else 0.5


@dataclass(frozen=True)
class Choice:
    """One plan: key, letter, a score in millionths for each criterion, a value for each axis; `late` draws it amber."""

    key: str
    letter: str
    name: str
    scores: dict[str, int]
    values: Sequence[float]
    late: bool = False


MOST, NEAREST, WHOLE = 100, 2, 1_000_000


@dataclass(frozen=True)
class Turn:
    """Where one slider alone changes the first plan: at `value` of its weight, upward or downward, to `letter`."""

    label: Any
    value: int
    up: bool
    letter: str

    @property
    def said(self) -> str:
        """Return the turn as a sentence."""
        words_of = UP if self.up else DOWN
        return _(words_of).replace("{label}", str(self.label)).replace("{value}", str(self.value)).replace(
            "{letter}", self.letter
        )  # fmt: skip


@dataclass(frozen=True)
class Tradeoffs:
    """Criteria, plans, axes, the name and address of the rule that the weights came from, and where to recompute.

    `kept` are query parameters that a form without script sends along.
    """

    criteria: Sequence[Criterion]
    choices: Sequence[Choice]
    axes: Sequence[Axis] = ()
    rule: str = ""
    rule_url: str = ""
    again_url: str = ""
    kept: Sequence[tuple[str, str]] = ()

    def _sum(self, choice: Choice, weights: Sequence[int]) -> int:
        """Return weights times millionths, whole numbers, so that browser and server rank alike."""
        return sum(weight * choice.scores.get(c.key, 0) for c, weight in zip(self.criteria, weights, strict=True))

    @property
    def weights(self) -> list[int]:
        """Return the weights at the start."""
        return [c.weight for c in self.criteria]

    def score(self, choice: Choice) -> float:
        """Return a plan's score out of 100 at the starting weights."""
        return 100 * self._sum(choice, self.weights) / (sum(self.weights) or 1) / WHOLE

    def _best(self, weights: Sequence[int]) -> Choice:
        return min(self.choices, key=lambda c: (-self._sum(c, weights), c.letter))

    @property
    def ranked(self) -> list[Choice]:
        """Return the plans, best first; the letter decides a tie."""
        return sorted(self.choices, key=lambda c: (-self._sum(c, self.weights), c.letter))

    @property
    def why(self) -> list[tuple[Any, float, float, float]]:
        """Return the sum behind the first plan's score: (label, weight, score, points)."""
        total = sum(self.weights) or 1
        first = self.ranked[0]
        shares = [(c, 100 * c.weight / total, first.scores.get(c.key, 0) / WHOLE) for c in self.criteria]
        return [(c.label, weight, score, weight * score) for c, weight, score in shares]

    @property
    def turns(self) -> list[Turn]:
        """Return the nearest weights at which one slider alone changes the first plan."""
        first, found = self.ranked[0].key, []
        for n, criterion in enumerate(self.criteria):
            for way in (range(criterion.weight + 1, MOST + 1), range(criterion.weight - 1, -1, -1)):
                turn = next((t for t in (self._turn(n, value, first) for value in way) if t), None)
                found += [(abs(turn.value - criterion.weight), n, turn)] if turn else []
        return [turn for _far, _n, turn in sorted(found, key=lambda one: one[:2])[:NEAREST]]

    def _turn(self, n: int, value: int, first: str) -> Turn | None:
        best = self._best([*self.weights[:n], value, *self.weights[n + 1 :]])
        return None if best.key == first else Turn(self.criteria[n].label, value, value > self.weights[n], best.letter)

    @property
    def scored(self) -> list[tuple[Choice, float]]:
        """Return every plan with its score, best first."""
        return [(c, self.score(c)) for c in self.ranked]

    @property
    def data(self) -> dict[str, Any]:
        """Return what the browser needs to re-rank, JSON-ready."""
        return {
            "criteria": [{"key": c.key, "label": str(c.label)} for c in self.criteria],
            "plans": [{"key": c.key, "letter": c.letter, "name": c.name, "scores": c.scores} for c in self.choices],
            "up": _(UP),
            "down": _(DOWN),
            "steady": _(STEADY),
        }

    @property
    def steady(self) -> str:
        """Return the sentence where no slider alone changes the first plan."""
        return _(STEADY)

    @property
    def lines(self) -> SafeString:
        """Return the plans as lines over the axes; the first by weight is strong."""
        first = self.ranked[0].key
        left, top, high, width = 22, 26, 150, 262
        step = (width - 2 * left) / max(1, len(self.axes) - 1)
        parts = []
        for i, axis in enumerate(self.axes):
            x = left + i * step
            beside = {"dx": -4, "text_anchor": "end"} if i and i == len(self.axes) - 1 else {"dx": 4}
            parts += [
                line(x, top, x, top + high, LINE2),
                text(x, 14, axis.label, text_anchor="middle", font_size=11.5, fill=INK2),
                text(x, top + 9, f"{axis.worst:g}", font_size=11, fill=INK3, **beside),
                text(x, top + high, f"{axis.best:g}", font_size=11, fill=INK3, **beside),
            ]
        for choice in sorted(self.choices, key=lambda c: c.key == first):
            steps = zip(self.axes, choice.values, strict=True)
            spots = [(left + i * step, top + high * (1 - (1 - a.place(v)))) for i, (a, v) in enumerate(steps)]
            way = " ".join(
                f"{'L' if i else 'M'}{number(x)} {number(2 * top + high - y)}" for i, (x, y) in enumerate(spots)
            )
            css = " ".join(w for w, on in (("on", choice.key == first), ("late", choice.late)) if on) or None
            parts.append(el("path", d=way, class_=css, data_plan_line=choice.key))
        said = "; ".join(f"{c.letter}: {', '.join(f'{v:g}' for v in c.values)}" for c in self.choices)
        return figure(width, 2 * top + high - 10, said, *parts, fluid=True, css="c-parallel")
