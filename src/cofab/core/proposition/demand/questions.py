"""What must be settled before an order: each question with its options and what they cost."""

from __future__ import annotations

from cofab.core.kernel.refusal import declare
from cofab.core.kernel.rules import RuleSet
from cofab.core.proposition.demand.brief import Brief, Finish
from cofab.core.proposition.demand.doubts import conflicts_of
from cofab.core.proposition.demand.fits import growth_um, is_bore, width_um
from cofab.core.proposition.demand.material import DEFAULT_MATERIALS, material, near_names
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Option, Question

TOLERANCE_STATE = "tolerance.state"
MASK, PRESIZE, BEFORE = "after.mask", "after.presize", "before"
MATERIAL, QUANTITY, SUPPLY, FINISH, VAT = "material", "quantity", "material.supply", "finish", "conflict.vat"
GRADE = "material.grade"
SUPPLIER, BUYER = "supplier", "buyer"
SPECIAL, SMALL = TICKETS = ("special", "small")
"""Which VAT ticket a buyer needs: a special invoice, or a small-scale taxpayer's, with little to deduct."""

ASK_TOLERANCE = declare(
    "demand.ask_tolerance_state",
    "Does {size} {fit} hold before or after the coating? The film of {film} µm grows {growth} µm on each side, so a"
    " bore made to the middle of its tolerance comes out {shrink} µm smaller; the tolerance is {width} µm wide.",
)
ASK_MATERIAL = declare("demand.ask_material", "Which material?")
ASK_MATERIAL_READ = declare(
    "demand.ask_material_read", "The {one} says {name}, a material that Cofab does not know. Which is it?"
)
ASK_GRADE = declare("demand.ask_material_grade", "Which grade of {family}? Weight and price follow the grade.")
ASK_QUANTITY = declare("demand.ask_quantity", "How many pieces?")
ASK_TICKET = declare("demand.ask_ticket", "Which VAT ticket is needed?")
ASK_SUPPLY = declare("demand.ask_supply", "Who supplies the material, and who keeps the chips?")

OPTION_TEXTS = {
    MASK: declare("demand.option_mask", "After coating: the bore is masked and stays free of film."),
    PRESIZE: declare(
        "demand.option_presize", "After coating: the bore is made larger beforehand, by the film's growth."
    ),
    BEFORE: declare("demand.option_before", "Before coating: the finished bore may be smaller by the film's growth."),
    SUPPLIER: declare("demand.option_supplier", "The shop buys the material and keeps the chips."),
    SPECIAL: declare("demand.option_special", "A special VAT invoice, whose tax the buyer deducts."),
    SMALL: declare("demand.option_small", "A small-scale taxpayer's will do; little is to deduct."),
    BUYER: declare("demand.option_buyer", "The buyer sends the material and gets the chips back."),
}
MASK_MINOR, PRESIZE_MINOR = 200, 60


def questions_of(
    part: Part, brief: Brief, needs: Needs, materials: RuleSet = DEFAULT_MATERIALS
) -> tuple[Question, ...]:
    """Return the open questions; those answered in `brief.answers` are left out."""
    found = _material(brief, materials)
    if not brief.quantity:
        found.append(Question(QUANTITY, ASK_QUANTITY))
    found += conflicts_of(part, brief, needs)
    found += _coating(part, brief, needs)
    found.append(Question(SUPPLY, ASK_SUPPLY, {}, (Option(SUPPLIER), Option(BUYER))))
    return tuple(q for q in found if q.id not in brief.answers)


def ticket_question() -> Question:
    """Return the question of the VAT ticket, for who has said which is needed and may change it."""
    return Question(VAT, ASK_TICKET, {}, tuple(Option(ticket) for ticket in TICKETS))


def _material(brief: Brief, materials: RuleSet) -> list[Question]:
    """Ask for a material that nobody named, that a drawing names and nobody knows, or for the grade of a family."""
    told = next(iter(brief.sources.get(MATERIAL, {}).items()), ("", ""))
    if not brief.material and told[1]:
        options = tuple(Option(name) for name in near_names(told[1], materials))
        return [Question(MATERIAL, ASK_MATERIAL_READ, {"one": told[0], "name": told[1]}, options)]
    if not brief.material:
        return [Question(MATERIAL, ASK_MATERIAL)]
    grades = material(brief.material, materials).grades
    options = tuple(Option(name) for name in grades)
    return [Question(GRADE, ASK_GRADE, {"family": brief.material}, options)] if grades else []


def _coating(part: Part, brief: Brief, needs: Needs) -> list[Question]:
    """Ask where a film would use up a good part of a fit."""
    finish = next((f for f in brief.finishes if f.film_um), None)
    touched = [(i, c) for i, c in needs.fits.items() if finish and matters(finish, c.diameter_um, c.fit)]
    if finish is None or not touched:
        return []
    callout = touched[0][1]
    growth = growth_um(finish.film_um, finish.family)
    ids = {i for i, _ in touched}
    faces = tuple(n for f in part.features if f.id in ids for n in f.faces)
    facts = {
        "size": _mm(callout.diameter_um), "fit": callout.fit, "film": finish.film_um, "growth": growth,
        "shrink": 2 * growth, "width": width_um(callout.diameter_um, callout.fit),
    }  # fmt: skip
    options = (Option(MASK, MASK_MINOR * len(touched)), Option(PRESIZE, PRESIZE_MINOR * len(touched)), Option(BEFORE))
    return [Question(TOLERANCE_STATE, ASK_TOLERANCE, facts, options, faces)]


def matters(finish: Finish, diameter_um: int, fit: str) -> bool:
    """Tell whether the film changes a diameter by more than a fifth of its tolerance."""
    width = width_um(diameter_um, fit)
    return bool(width) and is_bore(fit) and 10 * growth_um(finish.film_um, finish.family) > width


def _mm(um: int) -> str:
    whole, rest = divmod(um, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
