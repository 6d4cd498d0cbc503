"""A message while it is read: normalised character by character, so that every place stays where it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SAME = {
    "，": ";", "。": "\n", "、": ";", "；": ";", "～": "~", "—": "-", "–": "-", "−": "-", "×": "x", "✕": "x",
    "Φ": "⌀", "φ": "⌀", "Ø": "⌀", "ø": "⌀", "∅": "⌀", "ф": "⌀", "’": "'", "【": "[", "】": "]", "\t": " ",
}  # fmt: skip
FLAGS = re.IGNORECASE | re.ASCII
"""How every pattern is compiled: a word ends where Chinese begins."""
_TAKEN = "\x00"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing read: its name, its JSON-ready value, the words [start, end) it came from, and the rule's name."""

    name: str
    value: Any
    start: int
    end: int
    rule: str
    text: str = ""


def plain(text: str) -> str:
    """Return the text with full-width and look-alike characters as usual ones, each in its old place."""
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    usual = unicodedata.normalize("NFKC", character)
    return usual if len(usual) == 1 else character


@dataclass
class Scan:
    """The message, what was read of it, and which characters are spoken for; a later rule sees only the others."""

    original: str
    text: str = ""
    free: str = ""
    fields: list[Field] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = plain(self.original)
        self.free = self.text

    @property
    def chinese(self) -> bool:
        """Tell whether the message holds Chinese characters."""
        return any("\u4e00" <= c <= "\u9fff" for c in self.text)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where a pattern stands in what is still free."""
        at = 0
        while (match := pattern.search(self.free, at)) is not None:
            at = max(match.end(), at + 1)
            yield match

    def take(self, match: re.Match[str], group: int | str = 0) -> None:
        """Mark a match as spoken for."""
        start, end = match.span(group)
        self.free = self.free[:start] + _TAKEN * (end - start) + self.free[end:]

    def add(self, name: str, value: Any, match: re.Match[str], rule: str, group: int | str = 0) -> None:
        """Keep a field, once; its words are spoken for."""
        start, end = match.span(group)
        if not any(f.name == name and f.value == value for f in self.fields):
            self.fields.append(Field(name, value, start, end, rule, self.original[start:end]))
        self.take(match, group)

    def mark(self, name: str, value: Any, match: re.Match[str], rule: str) -> None:
        """Keep a field and leave its words free for other rules."""
        if not any(f.name == name and f.value == value for f in self.fields):
            start, end = match.span()
            self.fields.append(Field(name, value, start, end, rule, self.original[start:end]))

    def has(self, name: str) -> bool:
        """Tell whether a field of that name was read."""
        return any(f.name == name for f in self.fields)

    def values(self, name: str) -> list[Any]:
        """Return the values of a field, in the order of reading."""
        return [f.value for f in self.fields if f.name == name]
