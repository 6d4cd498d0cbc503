"""What ratings ask, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "quality": _("Is the work what was agreed?"),
    "on_time": _("Was it on time?"),
    "communication": _("Were they easy to reach and clear?"),
    "clear_demand": _("Was the demand clear?"),
    "pays": _("Was payment secured in time?"),
}
SCALE = [(1, _("no")), (2, _("rather not")), (3, _("so-so")), (4, _("mostly")), (5, _("fully"))]
