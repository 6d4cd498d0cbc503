"""What a source's own names and values mean here: one table a machine, written by whoever runs the gateway.

[source.machine.items]
spindle = { as = "signal.spindle_load", unit = "%", scale = 0.1 }
Mode = { as = "mode", words = { "1" = "AUTOMATIC", "2" = "MANUAL" } }
clamp = { as = "state", running_above = 2.0, idle_below = 1.2, off_below = 0.05 }
noise = ""                              # left out
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cofab.core.creation.monitor.observation import (
    AVAILABILITY,
    BAD,
    ESTOP,
    EXECUTION,
    MODE,
    PART_COUNT,
    POWER,
    PROGRAM,
    SIGNAL,
    STATE,
    UNAVAILABLE,
    Observation,
)
from cofab.core.creation.monitor.state import IDLE, OFF, RUNNING, STATES, UNKNOWN

ITEMS = frozenset({AVAILABILITY, EXECUTION, MODE, POWER, ESTOP, PART_COUNT, PROGRAM, STATE})
_FIELDS = frozenset({"as", "unit", "scale", "words", "running_above", "idle_below", "off_below"})


@dataclass(frozen=True, slots=True)
class Clamp:
    """A current above which a machine runs, below which it idles, and below which it is off; between: as before."""

    running_above: float
    idle_below: float
    off_below: float | None = None

    def state(self, current: float, before: str) -> str:
        """Return the state that a current shows; `before` where it lies between the limits."""
        if self.off_below is not None and current < self.off_below:
            return OFF
        if current >= self.running_above:
            return RUNNING
        if current <= self.idle_below:
            return IDLE
        return before if before != OFF else UNKNOWN


@dataclass(frozen=True, slots=True)
class Rule:
    """What one of the source's names means: our item ("" leaves it out), its unit, scale and words for values."""

    item: str
    unit: str = ""
    scale: float = 1.0
    words: Mapping[str, str] = field(default_factory=dict)
    clamp: Clamp | None = None


def rule_of(name: str, written: str | Mapping[str, Any]) -> Rule:
    """Return a rule as the configuration writes it; raises ValueError, naming what is wrong."""
    values = {"as": written} if isinstance(written, str) else dict(written)
    if unknown := values.keys() - _FIELDS:
        raise ValueError(f"items.{name} does not know {', '.join(sorted(unknown))}")
    item = str(values.get("as", f"{SIGNAL}{name}"))
    if item and item not in ITEMS and not item.startswith(SIGNAL):
        raise ValueError(f"items.{name}: as is one of {', '.join(sorted(ITEMS))} or {SIGNAL}<name>, not {item}")
    words = {str(key): str(value) for key, value in values.get("words", {}).items()}
    return Rule(item, str(values.get("unit", "")), float(values.get("scale", 1.0)), words, _clamp(name, item, values))


def _clamp(name: str, item: str, values: Mapping[str, Any]) -> Clamp | None:
    if not values.keys() & {"running_above", "idle_below", "off_below"}:
        return None
    if item != STATE or "running_above" not in values:
        raise ValueError(f'items.{name}: limits of a current need as = "state" and running_above')
    above = float(values["running_above"])
    below, off = float(values.get("idle_below", above)), values.get("off_below")
    if below > above or (off is not None and float(off) > below):
        raise ValueError(f"items.{name}: off_below <= idle_below <= running_above")
    return Clamp(above, below, None if off is None else float(off))


class Mapper:
    """Applies the rules of one machine; remembers where a clamp's current was last."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        """Begin knowing no current: between the limits the state is unknown."""
        self.rules = rules
        self.states: dict[str, str] = {}

    def take(self, observation: Observation) -> Observation | None:
        """Return what an observation means; None where it is left out."""
        name = observation.item.removeprefix(SIGNAL)
        rule = self.rules.get(name) or self.rules.get(observation.item)
        if rule is None:
            return observation
        if not rule.item:
            return None
        unit = rule.unit or observation.unit
        return replace(observation, item=rule.item, value=self._value(name, rule, observation), unit=unit)

    def _value(self, name: str, rule: Rule, observation: Observation) -> str:
        text = rule.words.get(observation.value, observation.value)
        if observation.quality == BAD or text == UNAVAILABLE:
            self.states.pop(name, None)
            return UNKNOWN if rule.item == STATE else UNAVAILABLE
        if rule.item == STATE and rule.clamp is None:
            return text if text in STATES else UNKNOWN
        if rule.clamp is None and rule.scale == 1.0:
            return text
        return self._number(name, rule, text)

    def _number(self, name: str, rule: Rule, text: str) -> str:
        try:
            number = float(text) * rule.scale
        except ValueError:
            return UNKNOWN if rule.clamp else UNAVAILABLE
        if rule.clamp is None:
            return f"{number:.9g}"
        self.states[name] = rule.clamp.state(number, self.states.get(name, UNKNOWN))
        return self.states[name]
