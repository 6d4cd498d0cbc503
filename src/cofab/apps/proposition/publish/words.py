"""What people call the materials, papers and units that machines are described with."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cofab.web import words

MATERIALS = {
    "aluminium": _("aluminium"),
    "steel": _("steel"),
    "stainless": _("stainless steel"),
    "copper": _("copper and brass"),
    "titanium": _("titanium"),
    "plastic": _("plastic"),
    "rubber": _("rubber"),
    "textile": _("textile"),
}
CERTIFICATES = {"discharge-permit": _("discharge permit"), "welder": _("welder's certificate")}
UNITS = {"dm2": "dm²", "kg": "kg", "piece": _("piece")}


def material_word(group: str) -> str:
    """Return what people call a material group; a material itself where it is none."""
    return gettext(MATERIALS[group]) if group in MATERIALS else group


def certificate_word(code: str) -> str:
    """Return what people call a paper: iso-9001 is ISO 9001."""
    return gettext(CERTIFICATES[code]) if code in CERTIFICATES else code.upper().replace("-", " ")


def price_word(rate_minor_per_h: int, unit: str, unit_minor: int) -> str:
    """Return the price of an hour, or of a unit where it is sold by that."""
    if unit and unit_minor and not rate_minor_per_h:
        return f"{words.money(unit_minor)} / {gettext(UNITS.get(unit, unit))}"
    return f"{words.money(rate_minor_per_h)} / h"


def space_word(envelope_um: tuple[int, int, int]) -> str:
    """Return a working space or a part's size, 98 × 90 × 46 mm; unknown where nothing is stated."""
    if not any(envelope_um):
        return words.UNKNOWN
    return " × ".join(words.millimetres(side) for side in envelope_um) + f"{words.SPACE}mm"
