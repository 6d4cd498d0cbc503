"""Jobs of agree: contracts are printed, reservations that ran out let their orders lapse."""

from __future__ import annotations

import typst

from cofab.apps.base.files import store
from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.agree.actions import lapse_due
from cofab.apps.creation.agree.models import Contract
from cofab.core.creation.agree.markup import contract_markup


def printed(terms: dict) -> bytes:
    """Return a contract as PDF, Chinese first and English after it."""
    source = contract_markup(terms, "zh") + "\n#pagebreak()\n" + contract_markup(terms, "en")
    return typst.compile(source.encode())


@job(queue="default")
def print_contract(contract: str) -> None:
    """Print a contract and keep the PDF with it; a contract that has one stays as it is."""
    row = Contract.objects.select_for_update(of=("self",)).get(key=contract)
    if row.pdf_id is None:
        name = f"{row.terms['number']}-v{row.version}-{row.kind}.pdf"
        row.pdf = store(SYSTEM, name, printed(row.terms), "application/pdf", row.audience)
        row.save(update_fields=["pdf"])


@job(every="*/1 * * * *")
def lapse(timestamp: int) -> int:
    """Lapse the orders whose reservations ran out; returns how many."""
    return len(lapse_due(SYSTEM))
