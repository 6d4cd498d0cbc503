"""How a part is made: operations with precedence, what each asks of a machine, and the questions left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an operation asks of a machine and its firm.

    `process` is a process family ("milling"); `any_of` are vocabulary ids of which the machine must offer one
    (empty: any of the family); lengths in micrometres; `certificates` that the firm must hold.
    """

    process: str
    any_of: frozenset[str] = frozenset()
    size_um: tuple[int, int, int] = (0, 0, 0)
    tolerance_um: int = 0
    material: str = ""
    certificates: frozenset[str] = frozenset()
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a routing: after which others, with which features, how many set-ups, how long.

    `setup_s` is seconds once a batch (all set-ups and the programme), `run_s` seconds a piece;
    `area_mm2` and `weight_g` are a piece's, for processes priced by area or weight; `terms` are what `run_s` is made
    of, (parameter of the time rules, how many). `tooling_minor` is the price of tools made for this part alone, low and
    high.
    """

    id: str
    process: str
    requirement: Requirement
    after: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    setups: int = 1
    setup_s: int = 0
    run_s: int = 0
    area_mm2: int = 0
    weight_g: int = 0
    note: str = ""
    terms: tuple[tuple[str, int], ...] = ()
    tooling_minor: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question, with what it changes in the price of one piece (minor units, may be negative)."""

    id: str
    price_delta_minor: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Something that must be settled before an order; `code` names its sentence, `facts` fills it in."""

    id: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    faces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way for some operations: those of `operations` in place of those in `replaces`.

    `code` names the sentence that says when it pays, `facts` fills it in; `delta_minor` is what the batch asked for
    would cost more (or less, negative), `from_quantity` the quantity from which it is the cheaper way (0: never).
    """

    id: str
    replaces: tuple[str, ...]
    operations: tuple[Operation, ...]
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    delta_minor: int = 0
    from_quantity: int = 0


@dataclass(frozen=True, slots=True)
class Routing:
    """The operations of one part in an order that respects precedence, and the open questions.

    `alternatives` are other ways for some of the operations; `locked` the ids of those that a person has fixed.
    """

    operations: tuple[Operation, ...]
    questions: tuple[Question, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    locked: tuple[str, ...] = ()
