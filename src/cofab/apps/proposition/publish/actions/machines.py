"""Machines come on sale, change, and are shown to more or fewer; a firm's standing is told from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.proposition.publish.models import VISIBILITIES, Machine
from cofab.apps.proposition.publish.reference import Process, Standing
from cofab.apps.proposition.publish.refusals import CODE_TAKEN, UNKNOWN_PROCESS
from cofab.apps.proposition.publish.selectors import machine_for
from cofab.core.kernel.refusal import INVALID, Refused

DAY_SHIFT = {
    "zone": "Asia/Shanghai",
    "shifts": [{"days": [0, 1, 2, 3, 4, 5], "spans": [["08:00", "11:30"], ["12:30", "17:00"]]}],
}


def _families(processes: list[str]) -> list[str]:
    """Return the families of vocabulary processes; refuses one that the vocabulary does not hold."""
    known = dict(Process.objects.filter(id__in=processes).values_list("id", "families"))
    for process in processes:
        if process not in known:
            raise Refused(UNKNOWN_PROCESS, process=process)
    return sorted({family for families in known.values() for family in families})


@action
def add_machine(viewer: Viewer, facts: Mapping[str, Any]) -> Machine:
    """Put a machine of the acting organisation on sale; `facts` are the fields of `Machine`.

    `families` follow from the processes. Refuses a taken identity code and an unknown process.
    """
    viewer.require("planner", "engineer")
    facts = dict(facts)
    code = facts.get("code") or f"cofab/{viewer.organisation_id}-{facts.get('name', '')}".lower().replace(" ", "-")
    with platform():
        if Machine.objects.filter(code=code).exists():
            raise Refused(CODE_TAKEN, identity=code)
    facts.update(code=code, families=_families(list(facts.get("processes", []))))
    facts.setdefault("shift", DAY_SHIFT)
    machine = Machine(organisation_id=viewer.organisation_id, audience=[viewer.organisation_id], **facts)
    machine.save()
    told = {"name": machine.name, "code": machine.code, "processes": machine.processes}
    remember(viewer, kind="publish.add_machine", subject=machine.key, facts=told, audience=machine.audience)
    return machine


@action
def change_machine(viewer: Viewer, machine_key: str, changes: Mapping[str, Any]) -> Machine:
    """Change what a machine can do or costs; what was promised before stays as it was promised.

    `changes` are fields of `Machine`; the history keeps those that changed, before and after. A new name is shown in
    both languages until another English one is given. Refuses an unknown process.
    """
    viewer.require("planner", "engineer")
    machine_for(viewer, machine_key)
    machine = Machine.objects.select_for_update().get(key=machine_key)
    after = {field: value for field, value in changes.items() if getattr(machine, field) != value}
    if "processes" in after:
        after["families"] = _families(list(after["processes"]))
    if "name" in after:
        after.setdefault("name_en", "")
    if not after:
        return machine
    told = {"before": {field: getattr(machine, field) for field in after}, "after": after}
    for field, value in after.items():
        setattr(machine, field, value)
    machine.save(update_fields=list(after))
    remember(viewer, kind="publish.change_machine", subject=machine.key, facts=told, audience=machine.audience)
    return machine


@action
def show_machine(viewer: Viewer, machine_key: str, visibility: str) -> Machine:
    """Choose who sees a machine's idle windows: on request, partners, or everyone."""
    viewer.require("planner", "engineer")
    if visibility not in VISIBILITIES:
        raise Refused(INVALID, field="visibility", problem=visibility)
    machine_for(viewer, machine_key)
    machine = Machine.objects.select_for_update().get(key=machine_key)
    before, machine.visibility = machine.visibility, visibility
    machine.save(update_fields=["visibility"])
    remember(
        viewer,
        kind="publish.show_machine",
        subject=machine.key,
        before=before,
        after=visibility,
        audience=machine.audience,
    )
    return machine


@action
def tell_standing(
    viewer: Viewer, organisation_id: int, credit_ppm: int, on_time_ppm: int, new_member: bool, rules: str = ""
) -> Standing:
    """Record what matching may know of a firm's record; told by whoever computes credit."""
    values = {"credit_ppm": credit_ppm, "on_time_ppm": on_time_ppm, "new_member": new_member, "rules": rules}
    row, _ = Standing.objects.update_or_create(organisation_id=organisation_id, defaults=values)
    facts = {"credit_ppm": credit_ppm, "on_time_ppm": on_time_ppm}
    remember(
        viewer,
        kind="publish.tell_standing",
        subject=row.organisation.key,
        facts=facts,
        audience=[organisation_id],
        rules=rules,
    )
    return row
