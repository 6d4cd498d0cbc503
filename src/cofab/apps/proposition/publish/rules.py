"""The rules that publish adds: how long a bare reservation, one without an order, is held."""

from cofab.apps.stewardship.governance.selectors import current
from cofab.core.stewardship.governance.defaults import declare_rules

PUBLISH = declare_rules("publish", {"reservation_s": 1_800})


def reservation_s() -> int:
    """Return for how many seconds a bare reservation is held."""
    return current(PUBLISH.name)["reservation_s"]
