"""Read CAD files and drawings: parts, features, operations, minutes and a price."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli._inputs import inputs_of
from cofab.cli._rules import rules_from
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import sentence
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.estimate import Estimate, as_json, estimate
from cofab.core.proposition.demand.routing import Question

FORMAT = "cofab.parse/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the files and what the buyer says besides."""
    parser.add_argument(
        "files",
        type=_file,
        nargs="+",
        metavar="FILE",
        help="models (STEP, IGES, STL, 3MF), flat patterns (DXF), drawings (PDF, photographs)",
    )
    parser.add_argument("--material", default="", help="a material's name in either language, such as 6061-T6")
    parser.add_argument("--quantity", type=_quantity, default=0, metavar="N", help="how many pieces")
    parser.add_argument("--blank", type=_blank, default=(), metavar="X,Y,Z|D,L", help="blank in mm: box or round bar")
    parser.add_argument("--units", choices=("mm", "cm", "m", "inch"), default="", help="of STL and DXF without one")
    parser.add_argument("--thickness", type=_length, default=0, metavar="MM", help="of a DXF's sheet")
    parser.add_argument("--rules", type=_file, action="append", default=[], metavar="FILE",
                        help="rules to use instead of the shipped ones, as `cofab calibrate` writes them")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print what was read; a drawing completes what the buyer did not say."""
    brief = Brief(args.material, args.quantity, args.blank)
    inputs, fields = inputs_of(args.files, brief, args.units, args.thickness)
    rules = rules_from(args.rules)
    found = [estimate(one.part, one.brief, rules) for one in inputs if one.part is not None]
    asked = [q for one in inputs for q in one.questions]
    questions = {(q.id, q.facts.get("name")): q for q in (*asked, *(q for e in found for q in e.routing.questions))}
    document = {
        "format": FORMAT,
        "parts": [as_json(e) for e in found],
        "questions": [_question(q) for q in questions.values()],
        "drawing": [{k: v for k, v in asdict(f).items() if k != "turned"} for f in fields],
    }
    if args.json:
        answer(document)
    else:
        _show(found, list(questions.values()))
    return 0


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _quantity(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 10,000,000")
    return int(text)


def _length(text: str) -> int:
    try:
        length = um_from_mm(text)
    except ArithmeticError:
        length = 0
    if length <= 0:
        raise argparse.ArgumentTypeError("a length in millimetres")
    return length


def _blank(text: str) -> tuple[int, ...]:
    try:
        lengths = tuple(um_from_mm(n) for n in text.split(","))
    except ArithmeticError:
        lengths = ()
    if len(lengths) not in (2, 3) or min(lengths) <= 0:
        raise argparse.ArgumentTypeError("three lengths X,Y,Z or diameter and length D,L, in millimetres")
    return lengths


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "code": question.code,
        "facts": dict(question.facts),
        "options": [{"id": o.id, "price_delta_minor": o.price_delta_minor} for o in question.options],
        "faces": list(question.faces),
    }


def _show(found: list[Estimate], questions: list[Question]) -> None:
    for one in found:
        part, price = one.part, one.price
        size = " x ".join(f"{s / 1000:g}" for s in part.size_um)
        sys.stdout.write(f"{part.name}  x{part.count}  {size} mm  {part.volume_mm3} mm3\n")
        kinds: dict[tuple[str, int], int] = {}
        for feature in part.features:
            kinds[feature.kind, feature.diameter_um] = kinds.get((feature.kind, feature.diameter_um), 0) + 1
        for (kind, diameter), count in kinds.items():
            sys.stdout.write(f"  {count:3} {kind:16} {f'D {diameter / 1000:g}' if diameter else ''}\n")
        for finding in one.findings:
            facts = {"limit": finding.limit, "measured": finding.measured}
            sys.stdout.write(f"  ! {sentence(finding.code, facts)}  (faces {', '.join(map(str, finding.faces))})\n")
        for op in one.routing.operations:
            minutes = f"{op.setup_s / 60:8.0f} min once{op.run_s / 60:8.1f} min each"
            sys.stdout.write(f"  {op.id:4}{op.process:16}{op.setups:3} set-ups{minutes}\n")
        for line in price.lines:
            amounts = f"{line.low_minor / 100:12.2f} to {line.high_minor / 100:12.2f}"
            sys.stdout.write(f"  {line.kind:12}{line.operation:6}{amounts} {price.currency}\n")
        total = f"{price.low_minor / 100:.2f} to {price.high_minor / 100:.2f} {price.currency}"
        sys.stdout.write(f"  {price.quantity} pieces, with VAT: {total}\n")
    for question in questions:
        sys.stdout.write(f"? {sentence(question.code, dict(question.facts))}\n")
