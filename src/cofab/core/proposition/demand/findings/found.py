"""All findings about a part: every rule in turn, equal ones joined with all their faces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.findings import demands, holes, shapes, sheets
from cofab.core.proposition.demand.findings.model import Case, Finding, Size
from cofab.core.proposition.demand.findings.rules import DEFAULT_FINDING_RULES
from cofab.core.proposition.demand.needs import needs_of
from cofab.core.proposition.demand.part import Part

RULES = (
    demands.sizes, demands.materials, shapes.access, holes.holes, holes.threads, shapes.corners, shapes.pockets,
    shapes.walls, shapes.slender, sheets.sheets, sheets.welds, demands.fits, demands.films,
)  # fmt: skip


def findings_of(part: Part, brief: Brief, group: str = "", rules: RuleSet = DEFAULT_FINDING_RULES, material: str = "",
                machines: Mapping[str, Sequence[Size]] | None = None) -> tuple[Finding, ...]:  # fmt: skip
    """Return everything that makes the part dear or doubtful, in the order of the rules.

    `group` and `material` are the material's; `machines` the spaces offered by process family, where they are known.
    """
    case = Case(part, brief, needs_of(part, brief), group, material, rules, machines or {})
    return _joined(finding for rule in RULES for finding in rule(case))


def _joined(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Join findings that say the same of several features: all faces, the costs added up."""
    found: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        key = (one.code, one.limit, one.measured, one.facts.get("process"), one.facts.get("material"))
        old = found.get(key)
        found[key] = one if old is None else replace(
            old, faces=(*old.faces, *one.faces), cost_minor=old.cost_minor + one.cost_minor,
            change_minor=old.change_minor + one.change_minor,
            facts={**old.facts, "count": old.facts["count"] + one.facts["count"]},
        )  # fmt: skip
    return tuple(found.values())
