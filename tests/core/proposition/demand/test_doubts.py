"""Doubts: where sources disagree, what each answer costs and changes, and ids of one part among several."""

from dataclasses import replace

import pytest
from tests.core.proposition.demand.parts import BRIEF, housing

from cofab.core.proposition.demand.brief import Brief, Callout, Finish
from cofab.core.proposition.demand.doubts import answers_of_part, of_part, of_parts, settled, sources_of
from cofab.core.proposition.demand.estimate import estimate
from cofab.core.proposition.demand.operations import routing_of

FORM = Brief("6061-T6", 50)


def asked(brief):
    return {q.id: q for q in estimate(housing(), brief).routing.questions}


@pytest.mark.parametrize(
    ("drawing", "model", "found"),
    [
        ([("material", "AL6061")], [], {}),
        ([("material", "7075")], [], {"material": {"form": "6061-T6", "drawing": "7075"}}),
        ([("quantity", "50")], [], {}),
        ([("quantity", "80")], [], {"quantity": {"form": "50", "drawing": "80"}}),
        ([("revision", "B")], [("revision", "C")], {"revision": {"drawing": "B", "model": "C"}}),
        ([("revision", "B"), ("revision", "C")], [], {"revision": {"drawing": "B", "drawing 2": "C"}}),
        ([("revision", "B"), ("title", "x")], [], {}),
    ],
)
def test_only_what_differs_is_a_conflict(drawing, model, found):
    assert sources_of(FORM, drawing, model) == found


def test_a_conflict_is_asked_with_every_value_and_its_price():
    brief = replace(FORM, sources=sources_of(FORM, [("material", "7075")]))
    question = asked(brief)["conflict.material"]
    assert [o.id for o in question.options] == ["6061-T6", "7075"]
    assert question.options[0].price_delta_minor == 0
    assert question.options[1].price_delta_minor > 0
    assert question.facts == {"one": "form", "first": "6061-T6", "other": "drawing", "second": "7075"}


def test_the_answer_settles_material_and_quantity():
    brief = replace(FORM, answers={"conflict.material": "7075", "conflict.quantity": "80"})
    assert (settled(brief).material, settled(brief).quantity) == ("7075", 80)
    found = estimate(housing(), brief)
    assert found.price.quantity == 80
    assert found.price.lines[0].facts["material"] == "7075-T6"
    assert settled(FORM) is FORM


def test_a_callout_that_the_model_does_not_bear_out_is_asked():
    brief = replace(BRIEF, callouts=(*BRIEF.callouts, Callout(52_000, "H7"), Callout(8_000, thread="M8", count=2)))
    found = asked(brief)
    assert {"conflict.fit.52", "conflict.thread.M8"} <= set(found)
    assert found["conflict.fit.52"].facts == {"count": 1, "size": "52", "fit": "H7", "there": 0}
    assert not any(q.startswith("conflict.") for q in asked(BRIEF))


def test_the_ticket_changes_the_tax():
    brief = replace(FORM, sources={"vat": {"form": "special", "drawing": "small"}})
    options = {o.id: o.price_delta_minor for o in asked(brief)["conflict.vat"].options}
    assert options["small"] < 0
    price = estimate(housing(), replace(FORM, answers={"conflict.vat": "small"})).price
    assert price.low_minor - price.before_vat()[0] == round(price.before_vat()[0] * 0.01)


def test_questions_of_two_parts_keep_apart():
    questions = routing_of(housing(), BRIEF).questions
    one, two = of_part(questions, 1), of_part(questions, 2)
    assert not {q.id for q in one} & {q.id for q in two}
    assert of_parts([questions]) == questions
    both = of_parts([questions, questions])
    assert [q.id for q in both] == [
        "p1:tolerance.state",
        "p1:material.supply",
        "p2:tolerance.state",
        "p2:material.supply",
    ]
    assert [q.id for q in of_parts([routing_of(housing(), Brief()).questions] * 2)][:2] == ["material", "quantity"]
    answers = {"p1:tolerance.state": "before", "p2:tolerance.state": "after.mask", "material.supply": "buyer"}
    assert answers_of_part(answers, 2) == {"material.supply": "buyer", "tolerance.state": "after.mask"}
    assert answers_of_part(answers, 3) == {"material.supply": "buyer"}


def test_the_revision_that_holds_and_the_finish_that_is_wanted_reach_the_brief():
    sources = {
        "revision": {"drawing": "B", "drawing 2": "C"},
        "finish": {"form": "hard-anodising", "drawing": "powder-coating"},
    }
    hard = Finish("anodising", "hard-anodising", 30)
    brief = replace(FORM, finishes=(hard, Finish("blasting", "blasting-finish")), sources=sources)
    kept = settled(replace(brief, answers={"conflict.revision": "C", "conflict.finish": "hard-anodising"}))
    assert (kept.revision, set(kept.finishes)) == ("C", set(brief.finishes))
    other = replace(brief, answers={"conflict.finish": "powder-coating"})
    assert [f.process for f in settled(other).finishes] == ["blasting-finish", "powder-coating"]
    families = {o.process for o in estimate(housing(), other).routing.operations}
    assert "painting" in families and "anodising" not in families
    priced = {o.id: o.price_delta_minor for o in asked(brief)["conflict.finish"].options}
    assert priced["hard-anodising"] != priced["powder-coating"]
