"""Read CAD files and drawings: parts, features, operations, minutes and a price."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from cofab.cli import answer
from cofab.cli._inputs import inputs_of
from cofab.cli._rules import rules_from
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import sentence
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.doubts import answers_of_part, of_parts
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
    parser.add_argument("--answer", type=_answer, action="append", default=[], metavar="QUESTION=OPTION",
                        help="an answer to a question by its id; p2:ID answers for the second part")  # fmt: skip
    parser.add_argument("--rules", type=_file, action="append", default=[], metavar="FILE",
                        help="rules to use instead of the shipped ones, as `cofab calibrate` writes them")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print what was read; a drawing completes what the buyer did not say."""
    brief = Brief(args.material, args.quantity, args.blank, answers=dict(args.answer))
    inputs, fields = inputs_of(args.files, brief, args.units, args.thickness)
    rules = rules_from(args.rules)
    known = [(one.part, one.brief) for one in inputs if one.part is not None]
    answers = dict(args.answer)
    found = [
        estimate(part, replace(brief, answers=answers_of_part(answers, number)), rules)
        for number, (part, brief) in enumerate(known, 1)
    ]
    questions = [*(q for one in inputs for q in one.questions), *of_parts([e.routing.questions for e in found])]
    document = {
        "format": FORMAT,
        "parts": [as_json(e) for e in found],
        "questions": [_question(q) for q in questions],
        "drawing": [{k: v for k, v in asdict(f).items() if k != "turned"} for f in fields],
    }
    if args.json:
        answer(document)
    else:
        _show(found, questions)
    return 0


def _answer(text: str) -> tuple[str, str]:
    question, mark, option = text.partition("=")
    if not (mark and question and option):
        raise argparse.ArgumentTypeError("a question's id, = and an option")
    return question, option


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


def _show(found: Sequence[Estimate], questions: Sequence[Question]) -> None:
    for one in found:
        _show_part(one)
        _show_routing(one)
        _show_price(one)
    for question in questions:
        sys.stdout.write(f"? {question.id}: {sentence(question.code, dict(question.facts))}\n")
        for option in question.options:
            sys.stdout.write(f"    {option.id:24}{option.price_delta_minor / 100:+10.2f} a piece\n")


def _show_part(one: Estimate) -> None:
    part = one.part
    size = " x ".join(f"{s / 1000:g}" for s in part.size_um)
    sys.stdout.write(f"{part.name}  x{part.count}  {size} mm  {part.volume_mm3} mm3\n")
    kinds: dict[tuple[str, int], int] = {}
    for feature in part.features:
        kinds[feature.kind, feature.diameter_um] = kinds.get((feature.kind, feature.diameter_um), 0) + 1
    for (kind, diameter), count in kinds.items():
        sys.stdout.write(f"  {count:3} {kind:16} {f'D {diameter / 1000:g}' if diameter else ''}\n")
    for finding in one.findings:
        facts = {**finding.facts, "limit": finding.limit, "measured": finding.measured}
        change = f" {sentence(finding.change, facts)}" if finding.change else ""
        faces = f"  (faces {', '.join(map(str, finding.faces))})" if finding.faces else ""
        sys.stdout.write(f"  ! {sentence(finding.code, facts)}{change}{faces}\n")


def _show_routing(one: Estimate) -> None:
    for op in one.routing.operations:
        minutes = f"{op.setup_s / 60:8.0f} min once{op.run_s / 60:8.1f} min each"
        sys.stdout.write(f"  {op.id:4}{op.process:16}{op.setups:3} set-ups{minutes}\n")
    for way in one.routing.alternatives:
        until = f" to {way.facts['to_quantity']}" if way.facts.get("to_quantity") else ""
        when = f"cheaper from {way.from_quantity}{until}" if way.from_quantity else "never cheaper"
        delta = f"{way.delta_minor / 100:+.2f} {one.price.currency}"
        sys.stdout.write(
            f"  {way.id:4}for {'+'.join(way.replaces)}: {sentence(way.code, dict(way.facts))} {delta}, {when}\n"
        )


def _show_price(one: Estimate) -> None:
    price = one.price
    for line in price.lines:
        amounts = f"{line.low_minor / 100:12.2f} to {line.high_minor / 100:12.2f}"
        sys.stdout.write(f"  {line.kind:12}{line.operation:6}{amounts} {price.currency}\n")
    low, high = price.before_vat()
    sys.stdout.write(f"  {price.quantity} pieces, before VAT: {low / 100:.2f} to {high / 100:.2f} {price.currency}\n")
    total = f"{price.low_minor / 100:.2f} to {price.high_minor / 100:.2f} {price.currency}"
    sys.stdout.write(f"  {price.quantity} pieces, with VAT: {total}\n")
