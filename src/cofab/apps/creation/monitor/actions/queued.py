"""Puts a batch on the stream that ingesters share, where the installation has one."""

from __future__ import annotations

from django.conf import settings

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.monitor.actions.ingest import Taken, ingest
from cofab.apps.creation.monitor.batch import check_signature, read_batch
from cofab.apps.creation.monitor.models import Gateway
from cofab.apps.creation.monitor.queue import Queue
from cofab.apps.creation.monitor.refusals import NOT_SIGNED
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import iso


def enqueue(viewer: Viewer, gateway_key: str, body: bytes, signature: str) -> Taken:
    """Take a batch in: at once, or onto the stream of COFAB_STREAM; refuses what is not signed or malformed.

    On the stream a batch is safe, so all of it is acknowledged; what is new, repeated or refused shows later.
    """
    if not settings.COFAB_STREAM:
        return ingest(viewer, gateway_key, body, signature, now())
    with platform():
        gateway = Gateway.objects.filter(key=gateway_key, active=True).first()
    if gateway is None:
        raise Refused(NOT_SIGNED)
    check_signature(gateway.public_key, body, signature)
    batch = read_batch(body, gateway.key)
    Queue.at(settings.COFAB_STREAM).put(gateway.key, body, signature, iso(now()))
    return Taken(batch.points[-1].sequence, 0, 0, ())
