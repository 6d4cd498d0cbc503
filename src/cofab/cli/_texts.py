"""The text or the JSON document in a file named on a command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cofab.core.kernel.refusal import INVALID, Refused


def text_of(path: Path) -> str:
    """Return a file's text; refuses one that cannot be read or is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(INVALID, field=path.name, problem=str(problem)) from None


def document_of(path: Path) -> dict[str, Any]:
    """Return a file's JSON object, decimals as text so that none is rounded; refuses anything else."""
    try:
        return dict(json.loads(text_of(path), parse_float=str))
    except (ValueError, TypeError) as problem:
        raise Refused(INVALID, field=path.name, problem=str(problem)) from None
