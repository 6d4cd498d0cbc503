"""The vocabulary of 23 trades and 131 processes, read from the table beside this file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cofab.core.proposition.publish.vocabulary import Process, read_vocabulary


@cache
def vocabulary() -> dict[str, Process]:
    """Return every process by its id."""
    text = files("cofab.demo.region").joinpath("process_vocabulary.tsv").read_text(encoding="utf-8")
    return {process.id: process for process in read_vocabulary(text)}
