"""Where sources disagree: form, model and drawing on one thing, and how an answer settles it.

A conflict is asked, never decided silently; each option names one source's value. Questions about one of several parts
carry its number, `p2:fit.47`, so that two parts' doubts are never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cofab.core.kernel.refusal import declare
from cofab.core.proposition.demand.brief import Brief, Callout, Finish
from cofab.core.proposition.demand.material import narrowed
from cofab.core.proposition.demand.needs import Needs
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.routing import Option, Question
from cofab.core.proposition.demand.ways.table import PROCESSES

CONFLICT = "conflict."
MATERIAL, GRADE, QUANTITY = "material", "material.grade", "quantity"
DIRECT = (MATERIAL, QUANTITY)
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
    """Return what each source says of material, quantity, finish and revision, where two say different things.

    `drawing` and `model` are (name, value) as read, finishes as `finish_told` writes them; a drawing that names a
    thing twice keeps both under "drawing 2". A family ("stainless") and one of its grades say the same.
    """
    said: dict[str, dict[str, str]] = {}
    for finish in form.finishes:
        _keep(said.setdefault("finish", {}), FORM, finish_told(finish))
    if form.material:
        said.setdefault("material", {})[FORM] = form.material
    if form.quantity:
        said.setdefault("quantity", {})[FORM] = str(form.quantity)
    for where, pairs in ((DRAWING, drawing), (MODEL, model)):
        for name, value in pairs:
            if name in ASKED and str(value).strip():
                _keep(said.setdefault(name, {}), where, str(value).strip())
    return {name: values for name, values in said.items() if not _agree(name, values)}


def finish_told(finish: Finish) -> str:
    """Return a finish as sources tell it: its process, or its family, and its film in µm ("hard-anodising:30")."""
    name = finish.process or finish.family
    return f"{name}:{finish.film_um}" if finish.film_um else name


def finish_of_told(text: str) -> Finish:
    """Return the finish that `finish_told` wrote, without its colour."""
    name, _colon, film = text.partition(":")
    known = name in PROCESSES
    return Finish(str(PROCESSES[name][0]) if known else name, name if known else "", int(film or 0))


def _keep(values: dict[str, str], where: str, value: str) -> None:
    number = 1
    while f"{where} {number}" in values or (number == 1 and where in values):
        number += 1
    if value not in values.values():
        values[where if number == 1 else f"{where} {number}"] = value


def _agree(name: str, values: Mapping[str, str]) -> bool:
    """Tell whether sources say one thing: grades within a family, the same finish, else the text without case."""
    told = list(dict.fromkeys(values.values()))
    if name == MATERIAL:
        held = told[0]
        for value in told[1:]:
            held = held and narrowed(held, value)
        return bool(held)
    if name == "finish":
        own = [finish_of_told(v) for source, v in values.items() if source.startswith(FORM)]
        drawn = [finish_of_told(v) for source, v in values.items() if not source.startswith(FORM)]
        return not own or not drawn or any(_same_finish(one, other) for one in own for other in drawn)
    return len({value.casefold() for value in told}) == 1


def _same_finish(one: Finish, other: Finish) -> bool:
    process = one.process == other.process or not one.process or not other.process
    film = one.film_um == other.film_um or not one.film_um or not other.film_um
    return one.family == other.family and process and film


def conflicts_of(part: Part, brief: Brief, needs: Needs) -> tuple[Question, ...]:
    """Return a question for each thing on which sources disagree, and for callouts that the model does not bear out."""
    found = []
    for name, values in sorted((n, v) for n, v in brief.sources.items() if len(v) > 1):
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
    answers = {k.removeprefix(CONFLICT): v for k, v in brief.answers.items() if k.startswith((CONFLICT, *DIRECT))}
    if not answers:
        return brief
    for name in (MATERIAL, GRADE):
        if answers.get(name) and answers[name] != brief.material:
            brief = replace(brief, material=answers[name])
    if answers.get(QUANTITY, "").isdigit() and int(answers[QUANTITY]) != brief.quantity:
        brief = replace(brief, quantity=int(answers[QUANTITY]))
    if answers.get("revision"):
        brief = replace(brief, revision=answers["revision"])
    if answers.get("finish"):
        brief = replace(brief, finishes=_finished(brief, answers["finish"]))
    return brief


def _finished(brief: Brief, answer: str) -> tuple[Finish, ...]:
    """Return the finishes with the one that was answered alone of those that the sources named."""
    chosen = finish_of_told(answer)
    named = {finish_of_told(text).family for text in brief.sources.get("finish", {}).values()} | {chosen.family}
    own = [f for f in brief.finishes if _same_finish(f, chosen)]
    return (*(f for f in brief.finishes if f.family not in named), *(own or [chosen]))


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
