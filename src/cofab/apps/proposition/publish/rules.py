"""The rules that publish adds: how long a bare reservation, one without an order, is held."""

from cofab.core.stewardship.governance.defaults import declare_rules

PUBLISH = declare_rules("publish", {"reservation_s": 1_800}, "Publishing", "How long a bare reservation is held.")
