"""How well parts are understood: operations, features and minutes against published work plans.

Run `python bench/demand.py DIR` over folders that each hold a STEP file, `plan.csv`, `plan_metadata.csv` and
`features.csv` (semicolons, German terms). Prints one JSON line a claim; exits 1 if any bar is missed, 0 without DIR.
"""

from __future__ import annotations

import csv
import json
import os
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cofab import geometry
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.minutes import Terms, total_s
from cofab.core.proposition.demand.operations import routing_of
from cofab.core.proposition.demand.part import Feature
from cofab.core.proposition.demand.time.calibration import Record, constant_errors, left_out_errors
from cofab.core.proposition.demand.time_rules import DEFAULT_TIMES

PROCESSES = {"fräsen": "milling", "bohren": "drilling", "drehen": "turning", "schweißen": "welding"}
HOLE = re.compile(r"Bohrung Ø([\d.]+) x ([\d.]+)")
FORMS = (("zylindrische", "counterbore"), ("-Senkung", "countersink"))
KINDS = (
    ("Tasche", ("pocket.blind", "pocket.open", "pocket.through")),
    ("Langloch", ("slot.closed",)),
    ("O-Ring-Nut", ("groove.ring",)),
    ("Absatz", ("step.through", "step.corner", "step.round")),
    ("tufe", ("step.through", "step.corner", "step.round")),
    ("Einstich", ("groove.outer", "groove.inner")),
)


@dataclass
class Case:
    """One part with its truth."""

    name: str
    found: list[Feature]
    plan: list[tuple[str, float]]
    features: list[str]
    refused: str = ""
    terms: dict[str, Terms] = field(default_factory=dict)
    processes: Counter[str] = field(default_factory=Counter)


def main(folder: Path) -> int:
    """Measure and print; return the exit code."""
    cases = [case for sub in sorted(folder.iterdir()) if (case := _case(sub)) is not None]
    if not cases:
        print(json.dumps({"claim": "demand", "skipped": f"no parts in {folder}"}))
        return 1
    refused = [f"{case.name}: {case.refused}" for case in cases if case.refused]
    read = _claim("parts read", 1 - len(refused) / len(cases), 1.0, not refused, parts=len(cases), wrong=refused)
    claims = [read, *_operations(cases), *_holes(cases), *_others(cases), *_minutes(cases)]
    for claim in claims:
        print(json.dumps(claim, ensure_ascii=False))
    return 0 if all(c.get("met", True) for c in claims) else 1


def _case(folder: Path) -> Case | None:
    models = [*folder.glob("*.STEP"), *folder.glob("*.step"), *folder.glob("*.stp")] if folder.is_dir() else []
    if not models:
        return None
    meta = _rows(folder / "plan_metadata.csv")[1]
    blank = tuple(round(float(n) * 1000) for n in meta[2].split("x"))
    plan = [(row[1], float(row[-1])) for row in _rows(folder / "plan.csv")[1:]]
    told = [row[2] + " " + row[6] for row in _rows(folder / "features.csv")[1:]]
    case = Case(folder.name, [], plan, told)
    try:
        for part in geometry.read(models[0]).parts:
            case.found.extend(part.features)
            for op in routing_of(part, Brief(meta[3].strip(), 1, blank)).operations:
                if op.process in PROCESSES.values():
                    case.processes[op.process] += 1
                    case.terms[op.process] = (*case.terms.get(op.process, ()), *op.terms)
    except Refused as refused:
        case.refused = refused.code
    return case


def _rows(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return [row for row in csv.reader(text.splitlines(), delimiter=";") if row]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _claim(claim: str, ours: float, bar: float, better: bool, **more: object) -> dict[str, object]:
    return {"claim": claim, "ours": round(ours, 3), "bar": bar, "met": better, **more}


def _operations(cases: list[Case]) -> Iterable[dict[str, object]]:
    hit = missed = invented = 0
    wrong = []
    for case in cases:
        truth = Counter(PROCESSES[p] for p, _ in case.plan if p in PROCESSES)
        hit += (truth & case.processes).total()
        missed += (truth - case.processes).total()
        invented += (case.processes - truth).total()
        if truth != case.processes:
            wrong.append(f"{case.name}: {dict(truth)} read as {dict(case.processes)}")
    recall, false = _share(hit, hit + missed), 1 - _share(hit, hit + invented)
    yield _claim("operations recalled", recall, 0.90, recall >= 0.90, wrong=wrong)
    yield _claim("operations invented", false, 0.10, false <= 0.10)


def _holes(cases: list[Case]) -> Iterable[dict[str, object]]:
    total = found = deep = shown = 0
    wrong = []
    for case in cases:
        left = [f for f in case.found if f.kind.startswith("hole.")]
        for text in case.features:
            match = HOLE.search(text)
            if match is None:
                continue
            total += 1
            diameter, depth = float(match.group(1)) * 1000, float(match.group(2)) * 1000
            form = next((form for word, form in FORMS if word in text), "plain")
            near = [f for f in left if abs(f.diameter_um - diameter) <= 100 and f.facts["form"] == form]
            if not near:
                wrong.append(f"{case.name}: {match.group()} not found")
                continue
            best = min(near, key=lambda f: abs(_travel(f) - depth))
            left.remove(best)
            found += 1
            shown += abs(best.depth_um - depth) <= 500
            deep += abs(_travel(best) - depth) <= 500
            if abs(_travel(best) - depth) > 500:
                wrong.append(f"{case.name}: {match.group()} measured {best.depth_um / 1000} travel {_travel(best)}")
    share, by_depth = _share(found, total), _share(deep, total)
    yield _claim("holes by kind and diameter", share, 0.95, share >= 0.95, holes=total)
    yield _claim(
        "holes by depth too, as the drill travels", by_depth, 0.80, by_depth >= 0.80,
        as_the_solid_shows=round(_share(shown, total), 3), wrong=wrong,
    )  # fmt: skip


def _travel(hole: Feature) -> int:
    return int(hole.facts["travel_um"])


def _others(cases: list[Case]) -> Iterable[dict[str, object]]:
    total = found = 0
    wrong = []
    for case in cases:
        left: list[Feature] = list(case.found)
        for text in case.features:
            kinds = next((k for word, k in KINDS if word in text), None)
            if kinds is None:
                continue
            total += 1
            same = next((f for f in left if f.kind in kinds), None)
            if same is None:
                wrong.append(f"{case.name}: {text}")
                continue
            left.remove(same)
            found += 1
    share = _share(found, total)
    yield _claim("other features by kind", share, 0.70, share >= 0.70, features=total, wrong=wrong)


def _minutes(cases: list[Case]) -> Iterable[dict[str, object]]:
    """Compare our minutes for a piece with the others' median, each part's with parameters fitted to the others.

    The fit starts from parameters twice as large as those shipped, so that what it finds comes from the records.
    """
    for word, process in PROCESSES.items():
        records = [
            Record(case.name, process, case.terms[process], round(minutes * 60))
            for case in cases
            if process in case.terms
            for minutes in [sum(m for p, m in case.plan if p == word)]
            if minutes > 0
        ]
        if len(records) < 3:
            told = f"{len(records)} parts with minutes of {process}, a fit needs three"
            yield {"claim": f"minutes of {process}", "skipped": told}
            continue
        parameters = DEFAULT_TIMES[process]
        ours, constant = left_out_errors(records, _doubled(parameters)), constant_errors(records)
        shipped = [abs(total_s(r.terms, parameters) - r.seconds) / r.seconds for r in records]
        bar = statistics.median(constant) / 2
        yield _claim(
            f"minutes of {process}: median error, leave one part out", statistics.median(ours), round(bar, 3),
            statistics.median(ours) <= bar, peer="best constant", theirs=round(statistics.median(constant), 3),
            parts=len(records), ninetieth=round(_high(ours), 3), peer_ninetieth=round(_high(constant), 3),
            shipped=round(statistics.median(shipped), 3), shipped_ninetieth=round(_high(shipped), 3),
        )  # fmt: skip


def _doubled(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {key: 2 * value if isinstance(value, int) else value for key, value in parameters.items()}


def _high(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.9 * len(values)))]


if __name__ == "__main__":
    real = Path(os.environ.get("COFAB_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else real / "fabricad"
    if not chosen.is_dir():
        print(json.dumps({"claim": "demand", "skipped": f"no folder {chosen}"}))
        sys.exit(0)
    sys.exit(main(chosen))
