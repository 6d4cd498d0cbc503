"""A routing while it grows: each new operation comes after the last one."""

from __future__ import annotations

from dataclasses import dataclass, field

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.blank import Blank
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.minutes import Times
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Feature, Part
from cofab.core.proposition.demand.routing import Operation, Requirement

GENERAL_TOLERANCE_UM = 100


@dataclass
class Draft:
    """The part, what is asked of it, and the operations so far; `ground` are features that grinding finishes."""

    part: Part
    brief: Brief
    needs: Needs
    blank: Blank
    group: str
    weight_g: int
    rules: RuleSet
    operations: list[Operation] = field(default_factory=list)
    ground: frozenset[str] = frozenset()

    def add(self, process: str, features: tuple[Feature, ...], times: Times, setups: int = 1,
            tolerance_um: int = 0, any_of: frozenset[str] = frozenset(), note: str = "", skill: str = ""
            ) -> None:  # fmt: skip
        """Append an operation that starts when the one before has ended."""
        size = self.part.size_um if len(self.blank.size_um) != 3 else (
            self.blank.size_um[0], self.blank.size_um[1], self.blank.size_um[2])  # fmt: skip
        after = (self.operations[-1].id,) if self.operations else ()
        need = Requirement(process, any_of, size, tolerance_um, self.group, frozenset(), skill)
        self.operations.append(
            Operation(f"o{len(self.operations) + 1}", process, need, after, tuple(f.id for f in features), setups,
                      times.once_s, times.run_s, self.part.area_mm2, self.weight_g, note, times.terms)
        )  # fmt: skip

    def tolerance_um(self, features: tuple[Feature, ...]) -> int:
        """Return the tightest tolerance among features that are not ground afterwards, else the general one."""
        cut = tuple(f for f in features if f.id not in self.ground)
        return self.needs.tolerance_um(cut, self.brief.tolerance_um or GENERAL_TOLERANCE_UM)

    def done(self, *processes: str) -> bool:
        """Tell whether an operation of one of the families is there already."""
        return any(o.process in processes for o in self.operations)
