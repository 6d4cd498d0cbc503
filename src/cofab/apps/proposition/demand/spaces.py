"""Which processes of a part no machine on offer is large enough for, and the largest there is.

Promises: whose machine it is stays unsaid; a machine that states no space takes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Least

from cofab.apps.base.viewer import platform
from cofab.apps.proposition.publish.models import Machine
from cofab.apps.proposition.publish.selectors import market

Size = tuple[int, int, int]
AXES = ("envelope_x_um", "envelope_y_um", "envelope_z_um")


def too_small(families: Iterable[str], size_um: Sequence[int]) -> dict[str, list[Size]]:
    """Return, for each family whose machines are all too small for a part, the space of the largest one.

    Sides are compared by length, since a part may be turned round. A family without a machine on offer is left out.
    """
    shortest, middle, longest = sorted(size_um)
    found = {}
    with platform():
        for family in sorted(set(families)):
            rows = _sorted_sides(market().filter(families__contains=[family]))
            fits = Q(longest=0) | Q(shortest__gte=shortest, middle__gte=middle, longest__gte=longest)
            if rows.filter(fits).exists():
                continue
            largest = rows.order_by("-longest", "-middle", "-shortest").first()
            if largest is not None:
                found[family] = [(largest.envelope_x_um, largest.envelope_y_um, largest.envelope_z_um)]
    return found


def _sorted_sides(rows: QuerySet[Machine]) -> QuerySet[Machine]:
    total = F(AXES[0]) + F(AXES[1]) + F(AXES[2])
    rows = rows.annotate(shortest=Least(*AXES), longest=Greatest(*AXES))
    return rows.annotate(middle=total - F("shortest") - F("longest"))
