"""Find firms, times and prices for a part: up to five checked plans with a bound on how far from the best they are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cofab.cli import answer
from cofab.cli._inputs import Input, inputs_of
from cofab.core.creation.plan.goods import goods_of
from cofab.core.creation.plan.model import Goods, Plan, PlanSet, Wishes
from cofab.core.creation.plan.wishes import UNKNOWN_WISH
from cofab.core.kernel.quantity import um_from_mm
from cofab.core.kernel.refusal import Refused, sentence
from cofab.core.kernel.window import Window, iso
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.doubts import of_parts
from cofab.core.proposition.demand.operations import renumbered, routing_of
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Question, Routing
from cofab.core.proposition.publish.offer import Offer
from cofab.demo.region import Region, build, offers
from cofab.planner.service import plan

FORMAT = "cofab.plan/1"
HORIZON_DAYS = 100
DEALER = "yinzhou-metal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the part, how many, of what, by when, and where the machines are."""
    files = "models (STEP, IGES, STL, 3MF), flat patterns (DXF), drawings (PDF, photographs)"
    parser.add_argument("files", type=_file, nargs="+", metavar="FILE", help=files)
    parser.add_argument("--quantity", type=_quantity, required=True, metavar="N", help="how many pieces")
    parser.add_argument("--material", required=True, help="a material's name in either language, such as 6061-T6")
    parser.add_argument("--due", type=_due, required=True, metavar="DATE", help="a date, or +N days from --start")
    parser.add_argument("--blank", type=_blank, default=(), metavar="X,Y,Z|D,L", help="blank in mm: box or round bar")
    parser.add_argument("--units", choices=("mm", "cm", "m", "inch"), default="", help="of STL and DXF without one")
    parser.add_argument("--thickness", type=_length, default=0, metavar="MM", help="of a DXF's sheet")
    parser.add_argument("--town", default="fenghua", help="where the goods go")
    parser.add_argument("--region", choices=["demo"], default="demo", help="whose machines")
    parser.add_argument("--seed", type=int, default=1, help="which demo region")
    parser.add_argument("--start", type=_date, default=None, metavar="DATE", help="the first day (default: today)")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="S", help="how long to try splits")
    parser.add_argument("--pin", type=_pin, action="append", default=[], metavar="OP=WHO", help="a machine or firm")
    parser.add_argument("--without", action="append", default=[], metavar="WHO", help="no such machine or firm")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Print the plans for the part; every refusal is in the JSON document."""
    start = args.start or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    region = build(args.seed, start)
    due = args.due if isinstance(args.due, datetime) else start + args.due
    routing, goods = _read(args)
    on_offer = offers(region, Window(start, start + timedelta(days=HORIZON_DAYS)))
    found = plan(
        on_offer,
        region.map,
        routing,
        args.quantity,
        due,
        args.town,
        start,
        seed=args.seed,
        seconds=args.seconds,
        goods=goods,
        wishes=_wishes(args, on_offer),
    )
    if args.json:
        answer(_document(found, routing))
    else:
        _show(found, routing, region)
    return 0


def _read(args: argparse.Namespace) -> tuple[Routing, Goods]:
    """Return one routing over all parts, and the goods: of the part, or of all parts of a piece.

    Refuses with the question's code where a file does not tell how large its part is.
    """
    asked = Brief(args.material, args.quantity, args.blank)
    inputs, _fields = inputs_of(args.files, asked, args.units, args.thickness)
    known = [_known(one) for one in inputs]
    briefs = [replace(one.brief, material=args.material, quantity=args.quantity) for one in inputs]
    routings = [routing_of(part, brief) for part, brief in zip(known, briefs, strict=True)]
    own = [goods_of(part, brief, DEALER) for part, brief in zip(known, briefs, strict=True)]
    unsaid = tuple(question for one in inputs for question in one.questions)
    if len(known) == 1:
        return replace(routings[0], questions=(*unsaid, *routings[0].questions)), own[0]
    named = [renumbered(routing, f"p{n}.") for n, routing in enumerate(routings)]
    questions = (*unsaid, *of_parts([routing.questions for routing in named]))
    return Routing(tuple(op for r in named for op in r.operations), questions), _together(own, args.material)


def _wishes(args: argparse.Namespace, on_offer: Sequence[Offer]) -> Wishes:
    """Return what is pinned and excluded; a name that is no firm is taken for a machine."""
    firms, out = {offer.firm for offer in on_offer}, frozenset(args.without)
    unknown = out - firms - {offer.id for offer in on_offer}
    if unknown:
        raise Refused(UNKNOWN_WISH, wish=", ".join(sorted(unknown)))
    return Wishes(dict(args.pin), out & firms, out - firms)


def _known(one: Input) -> Part:
    if one.part is None:
        raise Refused(one.questions[-1].code, **one.questions[-1].facts)
    return one.part


def _together(goods: Sequence[Goods], material: str) -> Goods:
    """Return the goods of a piece that is made of several parts."""
    return Goods(
        sum(g.blank_g for g in goods),
        sum(g.finished_g for g in goods),
        sum(g.material_minor for g in goods),
        material,
        DEALER,
    )


def _document(found: PlanSet, routing: Routing) -> dict[str, Any]:
    refused = [
        {"machine": r.machine, "op": r.op, "reasons": [{"code": x.code, "facts": dict(x.facts)} for x in r.reasons]}
        for r in found.refused
    ]
    return {
        "format": FORMAT,
        "bound": {"price_minor": found.bound_minor, "offers": found.offers},
        "plans": [_plan(p) for p in found.plans],
        "matched": {op: list(machines) for op, machines in found.matched.items()},
        "refused": refused,
        "questions": [_question(q) for q in routing.questions],
        "fewer": found.fewer and {"code": found.fewer, "facts": dict(found.fewer_facts), "sentence": _why(found)},
    }


def _plan(p: Plan) -> dict[str, Any]:
    return {
        "id": p.id,
        "price_minor": p.price_minor,
        "finish": iso(p.finish),
        "risk_ppm": p.risk_ppm,
        "carbon_g": p.carbon_g,
        "credit_ppm": p.credit_ppm,
        "gap": p.gap_ppm / 1_000_000,
        "bound_minor": p.bound_minor,
        "rules": list(p.rules),
        "tags": list(p.tags),
        "operations": [
            {
                "op": o.op,
                "firm": o.firm,
                "machine": o.machine,
                "start": iso(o.start),
                "end": iso(o.end),
                "quantity": o.quantity,
                "spare": o.spare,
                "lot": o.lot,
                "clamping": o.clamping,
                "price_minor": o.price_minor,
            }
            for o in p.operations
        ],
        "legs": [
            {
                "from": leg.origin,
                "to": leg.destination,
                "from_town": leg.from_town,
                "to_town": leg.to_town,
                "carrier": leg.carrier,
                "depart": iso(leg.depart),
                "arrive": iso(leg.arrive),
                "price_minor": leg.price_minor,
                "lot": leg.lot,
            }
            for leg in p.legs
        ],
        "lines": [
            {"kind": x.kind, "payee": x.payee, "amount_minor": x.amount_minor, "facts": dict(x.facts)} for x in p.lines
        ],
    }


def _question(q: Question) -> dict[str, Any]:
    options = [{"id": o.id, "price_delta_minor": o.price_delta_minor} for o in q.options]
    return {"id": q.id, "code": q.code, "facts": dict(q.facts), "options": options, "faces": list(q.faces)}


def _why(found: PlanSet) -> str:
    return sentence(found.fewer, dict(found.fewer_facts)) if found.fewer else ""


def _show(found: PlanSet, routing: Routing, region: Region) -> None:
    fit = len({machine for machines in found.matched.values() for machine in machines})
    sys.stdout.write(f"{found.offers} machines checked, {fit} fit\n")
    for p in found.plans:
        names = [region.firm(firm).name_en for firm in dict.fromkeys(o.firm for o in p.operations)]
        sys.stdout.write(
            f"{p.id}  {p.price_minor / 100:12,.2f} CNY  arrives {p.finish:%Y-%m-%d %H:%M}Z  "
            f"late {p.risk_ppm / 10_000:3.0f} %  gap {p.gap_ppm / 10_000:.2f} %  {', '.join(p.tags)}\n"
            f"   {' > '.join(names)}\n"
        )
    if found.plans:
        sys.stdout.write(
            f"No plan on the {found.offers} offers known that arrives by the due date, or at all where none does, "
            f"costs less than {found.bound_minor / 100:,.2f} CNY, under these rules: "
            f"{', '.join(found.plans[0].rules)}.\n"
        )
    if found.fewer:
        sys.stdout.write(_why(found) + "\n")
    for q in routing.questions:
        sys.stdout.write(f"? {sentence(q.code, dict(q.facts))}\n")


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _pin(text: str) -> tuple[str, str]:
    op, _, who = text.partition("=")
    if not (op and who):
        raise argparse.ArgumentTypeError("an operation and who does it, such as o1=SOME-MACHINE")
    return op, who


def _quantity(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 10,000,000")
    return int(text)


def _date(text: str) -> datetime:
    """Read a day as its beginning in the region's time zone, or a whole ISO time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date such as 2027-01-31") from None
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo("Asia/Shanghai"))).astimezone(UTC)


def _due(text: str) -> datetime | timedelta:
    if text.startswith("+") and text[1:].isdigit():
        return timedelta(days=int(text[1:]))
    at = _date(text)
    return at + timedelta(days=1) if at.astimezone(ZoneInfo("Asia/Shanghai")).time() == time(0) else at


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
