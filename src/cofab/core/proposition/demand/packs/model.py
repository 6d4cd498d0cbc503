"""What a trade pack is made of, read from its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet

UNKNOWN = declare("packs.unknown", "There is no trade pack called {pack}.")
NUMBER, CHOICE, TEXT, MATERIAL, MATRIX = "number", "choice", "text", "material", "matrix"
Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a field: its id, its names (zh, en) and, where it is a process, that process's family."""

    id: str
    zh: str
    en: str
    family: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a short form; `least`, `most` and `usual` are whole numbers in `unit`, `usual` may be a choice."""

    id: str
    kind: str
    zh: str
    en: str
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 0
    usual: str = ""
    unit: str = ""
    required: bool = True

    def choice(self, value: str) -> Choice:
        """Return the choice of that id; raises KeyError."""
        return {c.id: c for c in self.choices}[value]


@dataclass(frozen=True)
class Pack:
    """A trade: its short form and everything else it says, as `values` of its rules (see docs/steps/packs.md)."""

    id: str
    zh: str
    en: str
    asks: tuple[Ask, ...]
    values: Mapping[str, Any]
    hash: str

    def ask(self, name: str) -> Ask | None:
        """Return the field of that id, None where the pack has none."""
        return next((a for a in self.asks if a.id == name), None)

    @property
    def sample(self) -> bool:
        """Tell whether an approved and sealed sample must come before the bulk."""
        return bool(self.values.get("sample"))

    @property
    def counted(self) -> str:
        """Return the field that says how many: "quantity", "matrix", or another number such as "hours"."""
        return str(self.values.get("counted", "quantity"))


def pack_of(rules: RuleSet, name: str) -> Pack:
    """Return the pack called `name`; raises Refused(UNKNOWN)."""
    table: Mapping[str, Mapping[str, Any]] = rules["packs"]
    if name not in table:
        raise Refused(UNKNOWN, pack=name)
    row = table[name]
    asks = tuple(_ask(item) for item in row["form"])
    return Pack(name, row["zh"], row["en"], asks, row, RuleSet(f"pack.{name}", rules.version, row).hash)


def _ask(row: Mapping[str, Any]) -> Ask:
    choices = tuple(Choice(*item) for item in row.get("choices", ()))
    rest = {name: row[name] for name in ("least", "most", "usual", "unit", "required") if name in row}
    return Ask(row["id"], row["kind"], row["zh"], row["en"], choices, **rest)
