"""The gates in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.gating.models import GateRun
from cofab.apps.proposition.demand.gating.selectors import standing_of
from cofab.core.proposition.demand.gates import DONE, GATES, Presented, Standing
from cofab.web import words


def gate_word(gate: str) -> str:
    """Return what people call a gate."""
    names = {
        "split": _("Split the work"),
        "optimise": _("Optimise the design"),
        "validate": _("Validate in a laboratory"),
        "software": _("Hand over the software"),
        "process": _("Follow the process"),
        "market": _("Try the market"),
        DONE: _("All gates passed"),
    }
    return names.get(gate, gate)


def evidence_word(kind: str) -> str:
    """Return what people call a kind of evidence."""
    names = {
        "routing": _("operations"),
        "partners": _("partners"),
        "cost_before": _("cost before"),
        "cost_after": _("cost after"),
        "booking": _("laboratory booking"),
        "report": _("test report"),
        "files": _("programme files"),
        "receipt": _("receipt"),
        "first_article": _("first article"),
        "process_record": _("process record"),
        "sample_order": _("sample order"),
        "feedback": _("customers' answers"),
    }
    return names.get(kind, kind)


def page(run: GateRun, viewer: Viewer) -> dict[str, Any]:
    """Return everything that the page of a product's gates shows."""
    now = standing_of(run)
    firms = {firm.key: firm.name for firm in Organisation.objects.filter(key__in=now.owners.values())}
    place = GATES.index(now.gate) if now.gate in GATES else len(GATES)
    saving = now.saving_minor()
    return {
        "run": run,
        "gates": [_gate(gate, n, place, now, firms) for n, gate in enumerate(GATES)],
        "here": now.gate,
        "here_word": gate_word(now.gate),
        "done": now.gate == DONE,
        "mine": now.owners.get(now.gate) == viewer.organisation_key,
        "lacking": [(kind, evidence_word(kind)) for kind in now.lacking()] if now.gate != DONE else [],
        "earlier": [(gate, gate_word(gate)) for gate in GATES[: place + 1]],
        "saving": words.money(saving) if saving is not None else "",
        "buyer": viewer.organisation_id == run.organisation_id,
        "firms": [(firm.key, firm.name) for firm in Organisation.objects.filter(admission="admitted").order_by("pk")],
        "all_gates": [(gate, gate_word(gate)) for gate in GATES],
        "history": [_line(row) for row in run.events.order_by("-number")],
    }


def _gate(gate: str, number: int, place: int, now: Standing, firms: Mapping[str, str]) -> dict[str, Any]:
    rounds = now.rounds.get(gate, 0)
    return {
        "number": number + 1,
        "name": gate_word(gate),
        "owner": firms.get(now.owners.get(gate, ""), ""),
        "evidence": [_evidence(one) for one in now.evidence.get(gate, ())],
        "state": "done" if number < place else "now" if number == place else "",
        "round": rounds if rounds > 1 else 0,
    }


def _evidence(one: Presented) -> str:
    said = words.money(one.amount_minor) if one.amount_minor else one.key
    return f"{evidence_word(one.kind)}: {said}"


def _line(row: Any) -> dict[str, Any]:
    event = row.event
    kinds = {
        "assigned": _("%(gate)s given to an owner"),
        "presented": _("%(what)s shown"),
        "passed": _("gate passed"),
        "sent_back": _("sent back to %(gate)s"),
    }
    facts = {"gate": gate_word(event.get("gate") or event.get("to", "")), "what": evidence_word(event.get("kind", ""))}
    more = " · ".join(filter(None, [event.get("reason", ""), row.person]))
    return {"at": row.at, "what": kinds[event["event"]] % facts, "more": more, "icon": "point"}
