"""A few lines to write SVG: elements with attributes, text, textures of machine and occupancy states."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

INK, INK2, INK3, LINE, LINE2, BRAND, TRACK = "#1B2530", "#4A5866", "#606D7C", "#E4E8EC", "#CBD3DA", "#24508F", "#E9ECEF"
FILLS = {
    "running": "#1F7A72",
    "setup": "url(#p-setup)",
    "idle": "#D6EEEB",
    "down": "url(#p-down)",
    "off": "#A9B3BD",
    "unknown": "url(#p-unknown)",
    "own": "#C3CCD6",
    "order": "#2C5AA0",
    "hold": "url(#p-hold)",
    "maintenance": "url(#p-maintenance)",
    "closed": "url(#p-closed)",
    "open": "#CFEBE7",
    "partners": "#E9F6F4",
    "request": "#FFFFFF",
}
STROKES = {"idle": "#5FA79F", "unknown": "#8E99A4", "closed": "#B4BDC7", "open": "#1F7A72", "partners": "#1F7A72"}
NAMES = {
    "running": gettext_lazy("Running"),
    "setup": gettext_lazy("Set-up"),
    "idle": gettext_lazy("Idle"),
    "down": gettext_lazy("Down"),
    "off": gettext_lazy("Off"),
    "unknown": gettext_lazy("No data"),
    "own": gettext_lazy("Own work"),
    "order": gettext_lazy("Cofab order"),
    "hold": gettext_lazy("On hold"),
    "maintenance": gettext_lazy("Maintenance"),
    "closed": gettext_lazy("Closed"),
    "open": gettext_lazy("Idle: open"),
    "partners": gettext_lazy("Idle: partners"),
    "request": gettext_lazy("Idle: on request"),
}
MACHINE_STATES = ("running", "setup", "idle", "down", "off", "unknown")
OCCUPANCIES = ("order", "own", "hold", "maintenance", "down", "closed", "open", "partners", "request")
TEXTURES = (
    '<svg class="c-textures" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="p-setup" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#E0A93B"/><rect width="2" height="6" fill="#9A6A08"/></pattern>'
    '<pattern id="p-down" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect width="7" height="7" fill="#C23B16"/>'
    '<path d="M0 0L7 7M7 0L0 7" stroke="#fff" stroke-width="1.1" stroke-opacity=".65"/></pattern>'
    '<pattern id="p-unknown" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="#fff"/>'
    '<circle cx="2.5" cy="2.5" r=".9" fill="#7D8894"/></pattern>'
    '<pattern id="p-hold" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect width="7" height="7" fill="#EFE7F4"/><rect width="2.5" height="7" fill="#9C7DB8"/></pattern>'
    '<pattern id="p-closed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#F3F4F6"/><rect width="1" height="6" fill="#B4BDC7"/></pattern>'
    '<pattern id="p-maintenance" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" '
    'fill="#F3D79B"/><path d="M4 1.5v5M1.5 4h5" stroke="#8A5A00" stroke-width="1.2"/></pattern>'
    '<pattern id="p-proposed" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="4" height="10" fill="#fff" fill-opacity=".65"/></pattern></defs></svg>'
)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def el(tag: str, *children: str, **attributes: Any) -> str:
    """Return an SVG element; underscores in names become hyphens, None drops an attribute, values are escaped."""
    text = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{text}>{''.join(children)}</{tag}>"


def text(x: float | str, y: float, words: Any, **attributes: Any) -> str:
    """Return an SVG text element with its words escaped."""
    return el("text", str(escape(words)), x=x, y=y, **{"font_size": 12, "fill": INK, **attributes})


def at(value: float | str) -> float | str:
    """Return a coordinate as it is when it is a percentage, as a number otherwise."""
    return value if isinstance(value, str) else float(value)


def share(part: float) -> str:
    """Return a share of the drawing's width as a percentage, so that the drawing fits any box without blur."""
    return f"{number(100 * part)}%"


def rect(x: float | str, y: float, width: float | str, height: float, fill: str, *children: str, **more: Any) -> str:
    """Return an SVG rectangle, never narrower than nothing; x and width may be percentages."""
    wide = width if isinstance(width, str) else max(0.0, float(width))
    return el("rect", *children, x=at(x), y=float(y), width=wide, height=float(height), fill=fill, **more)


def line(x1: float | str, y1: float, x2: float | str, y2: float, stroke: str = LINE, **more: Any) -> str:
    """Return an SVG line; x may be percentages."""
    return el("line", x1=at(x1), y1=float(y1), x2=at(x2), y2=float(y2), stroke=stroke, **more)


def title(words: Any) -> str:
    """Return the tooltip of an SVG element."""
    return el("title", str(escape(words)))


def state(kind: str, x: float | str, y: float, width: float | str, height: float, *children: str) -> str:
    """Return a rectangle of a machine or occupancy state with its texture and outline."""
    return rect(x, y, width, height, FILLS[kind], *children, stroke=STROKES.get(kind),
                stroke_width=1 if kind in STROKES else None)  # fmt: skip


def figure(width: float, height: float, label: Any, *children: str, fluid: bool = False, css: str = "",
           role: str = "img") -> SafeString:  # fmt: skip
    """Return a whole drawing of real pixel size; `fluid` scales it with its box, a width of 0 fills the box instead
    (its children then use percentages, so that texts and textures keep their size).

    `label` is what a screen reader says; without one the drawing is decoration.
    """
    attributes: dict[str, Any] = {"role": role, "aria_label": label} if label else {"aria_hidden": "true"}
    if width:
        attributes["viewBox"] = f"0 0 {number(width)} {number(height)}"
    return mark_safe(
        el("svg", *children, class_=f"c-fig {css}".strip(), width="100%" if fluid or not width else number(width),
           height=None if fluid else number(height), **attributes)
    )  # fmt: skip


def key(kind: str) -> SafeString:
    """Return the little sample of a state for a legend."""
    dashed = "4 3" if kind == "request" else None
    box = rect(0.75, 0.75, 16.5, 10.5, FILLS[kind], rx=2, stroke=STROKES.get(kind, "#77958F" if dashed else None),
               stroke_dasharray=dashed)  # fmt: skip
    return figure(18, 12, "", box)


def textures() -> SafeString:
    """Return the hidden definitions of all textures; the frame holds them once a page."""
    return SafeString(TEXTURES)


def legend(kinds: str | tuple[str, ...], totals: dict[str, str] | None = None) -> SafeString:
    """Return a legend; `kinds` is "machine", "occupancy" or a tuple of kinds, `totals` shows a value beside each."""
    chosen = {"machine": MACHINE_STATES, "occupancy": OCCUPANCIES}.get(kinds, kinds)  # type: ignore[arg-type]
    values = {kind: f" <b>{escape(value)}</b>" for kind, value in (totals or {}).items()}
    items = (f"<li>{key(kind)}{escape(NAMES[kind])}{values.get(kind, '')}</li>" for kind in chosen)
    return mark_safe(f'<ul class="c-legend" aria-label="{escape(_("Legend"))}">{"".join(items)}</ul>')
