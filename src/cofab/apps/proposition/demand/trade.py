"""What the trade calls processes and price lines, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from cofab.core.kernel.refusal import Refused
from cofab.core.proposition.demand.material import Material, material

PROCESSES = {
    "turning": _("Turning"),
    "milling": _("Milling"),
    "drilling": _("Drilling"),
    "boring": _("Boring"),
    "grinding": _("Grinding"),
    "sawing": _("Sawing"),
    "cutting": _("Cutting"),
    "edm": _("Spark erosion"),
    "bending": _("Bending"),
    "welding": _("Welding"),
    "deburring": _("Deburring"),
    "marking": _("Marking"),
    "anodising": _("Anodising"),
    "plating": _("Plating"),
    "coating": _("Coating"),
    "painting": _("Painting"),
    "conversion": _("Blackening"),
    "passivation": _("Passivation"),
    "blasting": _("Blasting"),
    "heat-treatment": _("Heat treatment"),
    "heat_treatment": _("Heat treatment"),
    "honing": _("Honing"),
    "casting": _("Casting"),
    "moulding": _("Moulding"),
    "additive": _("3D printing"),
    "inspection": _("Inspection"),
}
GROUPS = {
    "aluminium": _("aluminium"),
    "steel": _("steel"),
    "stainless": _("stainless steel"),
    "copper": _("copper"),
    "titanium": _("titanium"),
    "plastic": _("plastic"),
}
LINES = {
    "material": _("Material"),
    "setup": _("Set-up"),
    "run": _("Work"),
    "minimum": _("Minimum charge"),
    "tooling": _("Mould and tools"),
    "finishing": _("Finishing"),
    "masking": _("Masking"),
    "inspection": _("Inspection"),
    "transport": _("Transport"),
    "leg": _("Transport"),
    "handover": _("Handover inspection"),
    "coordination": _("Coordination"),
    "partner": _("New partner"),
    "margin": _("Margin"),
    "risk": _("Risk"),
    "reserve": _("Risk reserve"),
    "fee": _("Platform fee"),
    "vat": _("VAT"),
    "counter": _("Counter-offer"),
}
RULES = {
    "deep_hole": _("deep hole"),
    "small_radius": _("small inner radius"),
    "sharp_corner": _("sharp inner corner"),
    "thin_wall": _("thin wall"),
    "coating_fit": _("film against fit"),
    "gun_hole": _("very deep hole"),
    "flat_bottom": _("flat bottom"),
    "tiny_hole": _("very small hole"),
    "deep_thread": _("deep thread"),
    "thread_bottom": _("thread near the bottom"),
    "deep_pocket": _("deep pocket"),
    "thin_rib": _("thin rib"),
    "unreachable": _("no tool reaches it"),
    "slender": _("slender part"),
    "fine_fit": _("fine fit"),
    "fine_tolerance": _("fine tolerance"),
    "fine_surface": _("fine surface"),
    "coating_thread": _("film in a thread"),
    "too_large": _("larger than any machine"),
    "unfit_material": _("material against process"),
    "bend_radius": _("bend radius"),
    "hole_near_bend": _("hole near a bend"),
    "hole_near_edge": _("hole near an edge"),
    "hole_in_sheet": _("small hole in sheet"),
    "weld_access": _("room for the torch"),
}


def rule_name(rule: str) -> str:
    """Return what people call a rule of making; the rule's own name where nobody named it."""
    return gettext(RULES[rule]) if rule in RULES else rule.replace("_", " ")


def process_name(family: str) -> str:
    """Return what people call a process family; the family itself where nobody named it."""
    return gettext(PROCESSES[family]) if family in PROCESSES else family


def line_name(kind: str) -> str:
    """Return what people call a price line."""
    return gettext(LINES[kind]) if kind in LINES else kind


def material_name(name: str) -> str:
    """Return what people call a group or a family of materials; a grade as it is written."""
    if name in GROUPS:
        return gettext(GROUPS[name])
    try:
        found = material(name)
    except Refused:
        return name
    return _own_name(found) if found.grades else name


def grade_name(name: str) -> str:
    """Return a grade with what it is, "304 stainless steel"; an unknown one as it is written."""
    try:
        return _own_name(material(name))
    except Refused:
        return name


def _own_name(found: Material) -> str:
    return found.name_zh if (get_language() or "").startswith("zh") else found.name_en
