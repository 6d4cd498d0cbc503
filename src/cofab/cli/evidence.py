"""Write the evidence bundle of an order to a file, for one of its parties."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cofab.cli import answer

NEEDS_SITE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Read the order, for whom, and where to."""
    parser.add_argument("order", metavar="ORDER", help="public name (ord_...) or number of the order")
    parser.add_argument("--out", type=Path, required=True, metavar="BUNDLE", help="the file to write")
    parser.add_argument("--for", dest="reader", default="", metavar="ORG", help="public name; default: the buyer")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Write the bundle and say how large it is."""
    data = _bundle(args.order, args.reader)
    args.out.write_bytes(data)
    if args.json:
        answer({"order": args.order, "bundle": str(args.out), "bytes": len(data)})
    else:
        sys.stdout.write(f"{args.out}: {len(data)} bytes. Check it with: cofab verify {args.out}\n")
    return 0


def _bundle(order: str, reader: str) -> bytes:
    from cofab.apps.base.models import Organisation
    from cofab.apps.base.viewer import Viewer, acting, platform
    from cofab.apps.creation.agree.selectors import orders_for
    from cofab.core.kernel.refusal import NOT_FOUND, Refused
    from cofab.flows.evidence import bundle

    with platform() as system:
        rows = orders_for(system)
        row = rows.filter(key=order).first() or rows.filter(number=order).first()
        firm = Organisation.objects.filter(key=reader).first() if reader else row.organisation if row else None
    if row is None or firm is None:
        raise Refused(NOT_FOUND)
    viewer = Viewer(
        organisation_id=firm.pk,
        organisations=(firm.pk,),
        roles=frozenset({"owner"}),
        organisation_key=firm.key,
        kind=firm.kind,
    )
    with acting(viewer):
        return bundle(viewer, row.key)
