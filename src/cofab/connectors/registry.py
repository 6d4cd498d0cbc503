"""Finds the protocols: every folder beside this file that holds a `manifest.py` is one."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from cofab.connectors.port import UNKNOWN_PROTOCOL, Connector, Manifest
from cofab.core.kernel.refusal import Refused


def protocols() -> dict[str, Manifest]:
    """Return every protocol's manifest by its name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*/manifest.py")):
        manifest: Manifest = importlib.import_module(f"cofab.connectors.{path.parent.name}.manifest").MANIFEST
        found[manifest.name] = manifest
    return found


def connect(protocol: str, **settings: Any) -> Connector:
    """Open a connector; refuses a protocol that nobody has written."""
    known = protocols()
    if protocol not in known:
        raise Refused(UNKNOWN_PROTOCOL, protocol=protocol, known=", ".join(known))
    connector: Connector = known[protocol].open(**settings)
    return connector
