"""The life of a wait for a window."""

from __future__ import annotations

from cofab.core.kernel.lifecycle import Lifecycle

LIFE = Lifecycle(
    "waiting",
    "waiting",
    {
        ("waiting", "open"): "told",
        ("waiting", "end"): "ended",
        ("told", "end"): "ended",
        ("waiting", "pass"): "over",
        ("told", "pass"): "over",
    },
)
