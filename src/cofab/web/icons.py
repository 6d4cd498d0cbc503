"""Line icons drawn inline as SVG, from Tabler's outline set that set-up brings from npm."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

NODES = Path(__file__).parent / "static" / "vendor" / "icons.json"


RENAMED = {"seeding": "seedling"}  # names that the set has changed


@lru_cache(maxsize=1)
def nodes() -> dict[str, list[list]]:
    """Return every icon's drawing as [tag, attributes] pairs by name; empty before set-up ran."""
    return json.loads(NODES.read_text()) if NODES.exists() else {}


@lru_cache(maxsize=1024)
def drawing(name: str) -> str:
    """Return the inner SVG of an icon; a dotted square for a name that does not exist."""
    parts = nodes().get(
        RENAMED.get(name, name), [["rect", {"x": 5, "y": 5, "width": 14, "height": 14, "stroke-dasharray": "2 2"}]]
    )
    return "".join(f"<{tag} {attributes(values)}/>" for tag, values in parts)


def attributes(values: dict[str, object]) -> str:
    """Return SVG attributes as text, escaped."""
    return " ".join(f'{name}="{escape(value)}"' for name, value in values.items())


def icon(name: str, size: int = 18, title: str = "") -> SafeString:
    """Return an inline SVG icon in the text's colour; hidden from screen readers unless it has a `title`."""
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="c-i" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {label}>{drawing(name)}</svg>'
    )
