"""What the buyer said besides the model: material, quantity, blank, finish, fits, who brings the material, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANODISING, PLATING, PAINTING = "anodising", "plating", "painting"


@dataclass(frozen=True, slots=True)
class Callout:
    """A demand on a feature: a fit on a diameter ("H7"), a thread ("M5", `count` times, `depth_um` deep), or a surface.

    `ra_nm` is the roughness; a callout of a roughness without a diameter is meant for the whole part.
    """

    diameter_um: int
    fit: str = ""
    thread: str = ""
    count: int = 1
    ra_nm: int = 0
    depth_um: int = 0


@dataclass(frozen=True, slots=True)
class Finish:
    """A surface treatment: its process family, the vocabulary id where known, and its film in micrometres."""

    family: str
    process: str = ""
    film_um: int = 0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A heat treatment: its vocabulary id ("" where only a hardness is asked for), hardness HRC, case depth."""

    process: str = ""
    hardness_hrc: int = 0
    depth_um: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a routing and a price need beside the part.

    `blank_um` is a box (three lengths) or a round bar (diameter, length), empty where not said; `answers` are the
    options chosen, by question id. A quantity of 0 and an empty material are unknown and asked for. `sources` are
    what each source (form, model, drawing) says of a thing, where they do not say the same. `revision` is the one that
    holds.
    """

    material: str = ""
    quantity: int = 0
    blank_um: tuple[int, ...] = ()
    finishes: tuple[Finish, ...] = ()
    callouts: tuple[Callout, ...] = ()
    tolerance_um: int = 0
    town: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    treatments: tuple[Treatment, ...] = ()
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    revision: str = ""
