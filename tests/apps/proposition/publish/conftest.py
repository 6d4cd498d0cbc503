"""Machines to contend for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cofab.core.kernel.window import Window

DAYS = {
    "zone": "Asia/Shanghai",
    "shifts": [{"days": list(range(7)), "spans": [["00:00", "12:00"], ["12:00", "00:00"]]}],
}


@pytest.fixture
def make_machine(make_firm: Callable[..., Any]) -> Callable[..., Any]:
    """Put a machine on sale; `make_machine(firm, visibility="open")`."""
    from cofab.apps.proposition.publish.actions import add_machine
    from cofab.apps.proposition.publish.reference import Process

    Process.objects.get_or_create(
        id="3-axis-milling", defaults={"families": ["milling"], "name_zh": "三轴铣削", "name_en": "3-axis milling"}
    )

    def make(firm: Any = None, name: str = "VMC-1", **facts: Any) -> Any:
        firm = firm or make_firm("Mill")
        known = {"name": name, "processes": ["3-axis-milling"], "rate_minor_per_h": 6500, "shift": DAYS}
        return add_machine(firm.viewer, {**known, **facts})

    return make


@pytest.fixture
def soon() -> Callable[..., Window]:
    """Return a window some hours from now."""
    base = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

    def make(hours: float = 24, length: float = 2) -> Window:
        start = base + timedelta(hours=hours)
        return Window(start, start + timedelta(hours=length))

    return make
