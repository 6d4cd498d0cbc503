"""The buyer's brief completed from his drawings: what they add, where they contradict him, what an answer settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cofab.core.proposition.demand.brief import Brief, Finish
from cofab.core.proposition.demand.doubts import (
    CONFLICT,
    DRAWING,
    finish_told,
    settled,
    sources_of,
)
from cofab.core.proposition.demand.drawing import Field, brief_with

FINISH = "finish"
SOURCES = ("material", "quantity", "revision", FINISH)


def completed(said: Brief, fields: Iterable[Field]) -> Brief:
    """Return the brief with all that the drawings say, the doubts between the two, and the answers taken over.

    A title block's number of pieces counts as a source from two on: one is the piece that is drawn.
    """
    drawn = list(fields)
    sources = sources_of(said, [(f.name, _told(f)) for f in drawn if f.name in SOURCES and f.value not in (0, 1)])
    chosen = said.answers.get(CONFLICT + FINISH, "")
    told = sources.get(FINISH, {})
    if any(value == chosen for source, value in told.items() if source.startswith(DRAWING)):
        said = replace(said, finishes=())
    found = brief_with(said, drawn)
    if told and not chosen:
        found = replace(found, finishes=said.finishes)
    return settled(replace(found, sources={**found.sources, **sources}))


def _told(field: Field) -> str:
    return finish_told(Finish(**field.value)) if field.name == FINISH else str(field.value)
