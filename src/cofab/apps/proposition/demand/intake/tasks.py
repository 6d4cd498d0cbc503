"""The job of an intake: one file is read in the sandbox; how far it is is told, and it stops when cancelled."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from cofab.apps.base import files
from cofab.apps.base.jobs import job
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.demand.intake import actions
from cofab.apps.proposition.demand.intake.models import IntakeFile
from cofab.apps.proposition.demand.mappers import field_json, part_json, plain
from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.drawing import read_drawing
from cofab.geometry import read_sheet, reader
from cofab.geometry.refusals import CANCELLED

LOOK_S = 1.0


class Watch:
    """Tells how far a file is, and asks now and then whether it is still wanted; each in a moment of its own."""

    def __init__(self, item: IntakeFile) -> None:
        self.item = item
        self.looked = 0.0
        self.gone = False

    def progress(self, stage: str, percent: int) -> None:
        """Keep the stage and tell the pages that show it, by naming the event that brought the file."""
        with platform():
            IntakeFile.objects.filter(pk=self.item.pk, state="reading").update(stage=stage[:40], percent=percent)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('cofab_events', %s)", [self.item.event])

    def cancelled(self) -> bool:
        """Tell whether somebody cancelled; looks once a second."""
        if not self.gone and time.monotonic() - self.looked > LOOK_S:
            self.looked = time.monotonic()
            with platform():
                self.gone = not IntakeFile.objects.filter(pk=self.item.pk, state="reading").exists()
        return self.gone


@job(queue="default", atomic=False)
def read_intake_file(item: str) -> None:
    """Read one dropped file outside any transaction, then record what was found or why not."""
    with platform():
        rows = IntakeFile.objects.select_related("file").filter(key=item, state__in=("waiting", "reading"))
        row = rows.first()
        if row is None:
            return
        rows.update(state="reading")
    watch = Watch(row)
    try:
        reading, view, pages = _read(row, watch)
    except Refused as refused:
        if refused.code != CANCELLED:
            actions.record_refusal(SYSTEM, item, refused)
        return
    actions.record(SYSTEM, item, reading, view, pages)


def _read(row: IntakeFile, watch: Watch) -> tuple[dict[str, Any], bytes, list[bytes]]:
    path, name = files.path_of(row.file), row.file.name
    if row.kind == "model":
        found = reader.read(path, name, progress=watch.progress, cancelled=watch.cancelled)
        return {"parts": [part_json(part) for part in found.parts], "stats": plain(found.stats)}, found.glb, []
    sheet = read_sheet(path, name, progress=watch.progress, cancelled=watch.cancelled)
    pages = [
        {"width": p.width, "height": p.height, "scanned": p.scanned, "bytes": len(p.picture), "file": name}
        for p in sheet.pages
        if p.picture
    ]
    fields = [field_json(field) for field in read_drawing(sheet.words) if field.page < len(pages)]
    reading = {"fields": fields, "pages": pages, "stats": {"took_ms": sheet.took_ms}}
    return reading, b"", [p.picture for p in sheet.pages if p.picture]
