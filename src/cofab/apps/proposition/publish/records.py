"""What is on record of firms beside their offers: the age of what they told of their time, and what classes ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import platform
from cofab.apps.proposition.publish.mappers import certificates_of
from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.reference import Standing
from cofab.apps.proposition.publish.selectors import market

TOLD = (
    "publish.own", "publish.closure", "publish.release_own", "publish.add_machine", "publish.change_machine",
    "publish.show_machine", "publish.import_machines", "publish.down", "publish.up",
)  # fmt: skip
LATEST = 5_000


def told_at(firms: Collection[int]) -> dict[int, datetime]:
    """Return when each firm (pk) last told anything of its machines or their time; firms that never did are absent."""
    found: dict[int, datetime] = {}
    with platform():
        rows = Event.objects.filter(kind__in=TOLD, audience__overlap=list(firms)).order_by("-id")[:LATEST]
        for audience, at in rows.values_list("audience", "at"):
            for firm in audience:
                found.setdefault(firm, at)
    return {firm: at for firm, at in found.items() if firm in firms}


def known_records(at: datetime) -> dict[str, dict[str, int | None]]:
    """Return what is on record of every admitted firm with machines in use, by public key; None where nothing is.

    Lengths in micrometres, times in seconds, shares in millionths; of its machines the best counts.
    """
    with platform():
        machines = list(market())
    standing = {row.organisation_id: row for row in Standing.objects.all()}
    by_firm: dict[int, list[Machine]] = {}
    for machine in machines:
        by_firm.setdefault(machine.organisation_id, []).append(machine)
    day = at.date().isoformat()
    return {rows[0].organisation.key: _record(rows, standing.get(firm), day) for firm, rows in by_firm.items()}


def _record(rows: list[Machine], standing: Standing | None, day: str) -> dict[str, int | None]:
    valid, _late = certificates_of(rows[0].organisation.certificates, day)
    return {
        "credit_ppm": standing.credit_ppm if standing else None,
        "on_time_ppm": standing.on_time_ppm if standing else None,
        "tolerance_um": min((row.tolerance_um for row in rows if row.tolerance_um), default=None),
        "minimum_pieces": min(row.minimum_pieces for row in rows),
        "lead_s": min(row.lead_s for row in rows),
        "certificates": len(valid),
        "telemetry_ppm": 1_000_000 * sum(row.telemetry for row in rows) // len(rows),
        "new": int(standing.new_member) if standing else None,
    }
