"""A firm registers the gateways that stand beside its machines."""

from __future__ import annotations

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.batch import check_key
from cofab.apps.creation.monitor.models import Gateway
from cofab.apps.creation.monitor.refusals import KEY_TAKEN
from cofab.core.kernel.refusal import Refused


@action
def register(viewer: Viewer, name: str, public_key: str) -> Gateway:
    """Register a gateway of the acting firm by its public key (base64); refuses a key that is known already."""
    viewer.require("planner", "engineer")
    public_key = check_key(public_key)
    with platform():
        if Gateway.objects.filter(public_key=public_key).exists():
            raise Refused(KEY_TAKEN)
    row = Gateway.objects.create(
        organisation_id=viewer.organisation_id,
        name=name,
        public_key=public_key,
        registered_at=now(),
        audience=[viewer.organisation_id],
    )
    facts = {"name": name, "public_key": public_key}
    remember(viewer, "monitor.register", subject=row.key, after="active", facts=facts, audience=row.audience)
    return row


@action
def retire(viewer: Viewer, key: str) -> Gateway:
    """Take no more batches from a gateway; what it sent stays."""
    viewer.require("planner", "engineer")
    row = Gateway.get_for(viewer, key, lock=True)
    row.active = False
    row.save(update_fields=["active"])
    remember(viewer, "monitor.retire", subject=row.key, before="active", after="retired", audience=row.audience)
    return row
