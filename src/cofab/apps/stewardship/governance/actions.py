"""Rules come into force: those that steps declare when the site is set up, and amendments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.registry import modules
from cofab.apps.base.viewer import Viewer
from cofab.apps.stewardship.governance.mappers import to_core
from cofab.apps.stewardship.governance.models import RuleVersion
from cofab.apps.stewardship.governance.selectors import versions
from cofab.core.kernel.refusal import NOT_FOUND, Refused
from cofab.core.kernel.rules import RuleSet
from cofab.core.stewardship.governance.change import amended
from cofab.core.stewardship.governance.defaults import DEFAULTS


def install_declared(using: str = "default", **_: Any) -> int:
    """Put every rule set that a step declares (in its `rules.py` or the core) into force; return how many were new.

    A release that declares other values than the last version it shipped adds a version. Where members amended the
    rules since, theirs stay, and only values that the release is the first to have are added to them.
    """
    for module in modules("rules"):
        import_module(module)
    return sum(_install(rules, using) for rules in DEFAULTS.values())


def _install(declared: RuleSet, using: str) -> bool:
    last = RuleVersion.objects.using(using).filter(name=declared.name).order_by("-version").first()
    if last is None:
        _write(declared, now(), using)
        return True
    values = {**declared.values, **last.values} if last.amended else declared.values
    if last.values == values:
        return False
    _write(RuleSet(declared.name, last.version + 1, values), now(), using, by_members=last.amended)
    return True


def _write(rules: RuleSet, in_force_from: datetime, using: str = "default", *, by_members: bool = False) -> RuleVersion:
    return RuleVersion.objects.using(using).create(
        name=rules.name,
        version=rules.version,
        values=dict(rules.values),
        hash=rules.hash,
        in_force_from=in_force_from,
        amended=by_members,
    )


@action
def amend(viewer: Viewer, name: str, changes: Mapping[str, Any], in_force_from: datetime | None = None) -> RuleVersion:
    """Put the next version of the rules called `name` into force; no past order is touched.

    For the operator and the committee; refuses unknown values and no change.
    """
    viewer.require("operator", "committee")
    last = versions(name).select_for_update().first()
    if last is None:
        raise Refused(NOT_FOUND)
    rules = amended(to_core(last), changes)
    row = _write(rules, in_force_from or now(), by_members=True)
    remember(
        viewer,
        "governance.amend",
        subject=f"rules/{name}",
        before=last.hash,
        after=row.hash,
        facts={"version": row.version, "changes": dict(changes)},
        audience=[viewer.organisation_id] if viewer.organisation_id else [],
        rules=row.hash,
    )
    return row
