"""Where sources disagree: form, model and drawing on one thing, and how an answer settles it.

A conflict is asked, never decided silently; each option names one source's value. Questions about one of several parts
carry its number, `p2:fit.47`, so that two parts' doubts are never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.proposition.demand.brief import Brief, Callout, Finish
from cofab.core.proposition.demand.material import material
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Option, Question
from cofab.core.proposition.demand.ways.table import PROCESSES

CONFLICT = "conflict."
FORM, MODEL, DRAWING = "form", "model", "drawing"
ASK_MATERIAL = declare("demand.ask_conflict_material", "The {one} says {first}, the {other} {second}: which material?")
ASK_QUANTITY = declare("demand.ask_conflict_quantity", "The {one} says {first} pieces, the {other} {second}: how many?")
ASK_REVISION = declare(
    "demand.ask_conflict_revision", "The {one} is revision {first}, the {other} {second}: which holds?"
)
ASK_FINISH = declare(
    "demand.ask_conflict_finish", "The {one} asks for {first}, the {other} for {second}: which finish?"
)
ASK_VAT_SAID = declare("demand.ask_conflict_vat", "The {one} says {first}, the {other} {second}: which VAT ticket?")
ASK_OTHER = declare("demand.ask_conflict_other", "The {one} says {first}, the {other} {second}: which holds?")
ASK_FIT = declare(
    "demand.ask_conflict_fit",
    "The drawing asks {count} times for {size} {fit}; the model has {there} of that diameter: which holds?",
)
ASK_THREAD = declare(
    "demand.ask_conflict_thread", "The drawing asks for {count} threads {thread}; the model has {there} holes for them."
)
ASKED = {"material": ASK_MATERIAL, "quantity": ASK_QUANTITY, "revision": ASK_REVISION, "finish": ASK_FINISH,
         "vat": ASK_VAT_SAID}  # fmt: skip


def sources_of(form: Brief, drawing: Iterable[tuple[str, str]], model: Iterable[tuple[str, str]] = ()
               ) -> dict[str, dict[str, str]]:  # fmt: skip
    """Return what each source says of material, quantity and revision, where at least two say different things.

    `drawing` and `model` are (name, value) as read; a drawing that names a thing twice keeps both under "drawing 2".
    """
    said: dict[str, dict[str, str]] = {}
    if form.material:
        said.setdefault("material", {})[FORM] = form.material
    if form.quantity:
        said.setdefault("quantity", {})[FORM] = str(form.quantity)
    for where, pairs in ((DRAWING, drawing), (MODEL, model)):
        for name, value in pairs:
            if name in ASKED and str(value).strip():
                _keep(said.setdefault(name, {}), where, str(value).strip())
    return {name: values for name, values in said.items() if len({_same(name, v) for v in values.values()}) > 1}


def _keep(values: dict[str, str], where: str, value: str) -> None:
    number = 1
    while f"{where} {number}" in values or (number == 1 and where in values):
        number += 1
    if value not in values.values():
        values[where if number == 1 else f"{where} {number}"] = value


def _same(name: str, value: str) -> str:
    """Return what makes two values the same thing: a material's id, else the text without case."""
    if name == "material":
        try:
            return material(value).id
        except Refused:
            return value.casefold()
    return value.casefold()


def conflicts_of(part: Part, brief: Brief, needs: Needs) -> tuple[Question, ...]:
    """Return a question for each thing on which sources disagree, and for callouts that the model does not bear out."""
    found = []
    for name, values in sorted(brief.sources.items()):
        (one, first), (other, second), *_ = values.items()
        options = tuple(Option(v) for v in dict.fromkeys(values.values()))
        facts = {"one": one, "first": first, "other": other, "second": second}
        found.append(Question(CONFLICT + name, ASKED.get(name, ASK_OTHER), facts, options))
    options = (Option(DRAWING), Option(MODEL))
    for callout in brief.callouts if part.features else ():
        question = _fit(callout, needs) if callout.fit else _thread(callout, needs) if callout.thread else None
        if question is not None:
            found.append(replace(question, options=options))
    return tuple(found)


def _fit(callout: Callout, needs: Needs) -> Question | None:
    there = sum(1 for c in needs.fits.values() if c == callout)
    if there >= callout.count:
        return None
    size = f"{callout.diameter_um / 1000:g}"
    facts = {"count": callout.count, "size": size, "fit": callout.fit, "there": there}
    return Question(f"{CONFLICT}fit.{size}", ASK_FIT, facts)


def _thread(callout: Callout, needs: Needs) -> Question | None:
    there = sum(1 for t in needs.threads.values() if t == callout.thread)
    if there >= callout.count:
        return None
    facts = {"count": callout.count, "thread": callout.thread, "there": there}
    return Question(f"{CONFLICT}thread.{callout.thread}", ASK_THREAD, facts)


def settled(brief: Brief) -> Brief:
    """Return the brief with the answers to its conflicts taken over; what is not answered stays as it was."""
    answers = {k.removeprefix(CONFLICT): v for k, v in brief.answers.items() if k.startswith(CONFLICT)}
    if not answers:
        return brief
    if answers.get("material") and answers["material"] != brief.material:
        brief = replace(brief, material=answers["material"])
    if answers.get("quantity", "").isdigit():
        brief = replace(brief, quantity=int(answers["quantity"]))
    if answers.get("revision"):
        brief = replace(brief, revision=answers["revision"])
    if answers.get("finish"):
        brief = replace(brief, finishes=_finished(brief, answers["finish"]))
    return brief


def _finished(brief: Brief, answer: str) -> tuple[Finish, ...]:
    """Return the finishes with the one that was answered alone of those that the sources named."""
    named = set(brief.sources.get("finish", {}).values())
    own = [f for f in brief.finishes if answer in (f.process, f.family)]
    rest = [f for f in brief.finishes if f not in own and not {f.process, f.family} & named]
    family = str(PROCESSES[answer][0]) if answer in PROCESSES else answer
    return (*rest, *(own or [Finish(family, answer if answer in PROCESSES else "")]))


def of_part(questions: Sequence[Question], number: int) -> tuple[Question, ...]:
    """Return one part's questions under ids of its own; `number` counts the parts of a demand from 1."""
    return tuple(replace(q, id=f"p{number}:{q.id}") for q in questions)


def of_parts(by_part: Sequence[Sequence[Question]]) -> tuple[Question, ...]:
    """Return the questions of all parts: what a part alone asks, or has its own price for, under the part's number."""
    if len(by_part) == 1:
        return tuple(by_part[0])
    shared: dict[str, Question] = {}
    own: list[Question] = []
    for number, questions in enumerate(by_part, 1):
        shared |= {q.id: q for q in questions if not q.options and not q.faces}
        own += of_part([q for q in questions if q.options or q.faces], number)
    return (*shared.values(), *own)


def answers_of_part(answers: Mapping[str, str], number: int) -> dict[str, str]:
    """Return the answers that one part takes: those without a part's number, then its own."""
    own = f"p{number}:"
    plain = {key: value for key, value in answers.items() if not (key[:1] == "p" and ":" in key)}
    return plain | {key.removeprefix(own): value for key, value in answers.items() if key.startswith(own)}
