"""What may be known of demands: their state, what is still asked, what an order takes over from them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from cofab.apps.base.models import File, Organisation
from cofab.apps.base.viewer import Viewer
from cofab.apps.proposition.demand.mappers import brief_of, part_of, routing_of
from cofab.apps.proposition.demand.models import Demand, DemandFile
from cofab.apps.proposition.demand.refusals import UNSETTLED
from cofab.apps.proposition.demand.trade import grade_name, material_name, process_name
from cofab.apps.proposition.publish.selectors import process_names
from cofab.core.kernel.refusal import CODES, NOT_FOUND, Refused, sentence
from cofab.core.proposition.demand.brief import Brief
from cofab.core.proposition.demand.doubts import ASK_FINISH, finish_of_told
from cofab.core.proposition.demand.drawing import DOUBTFUL
from cofab.core.proposition.demand.part import Part
from cofab.core.proposition.demand.questions import GRADE, MATERIAL, OPTION_TEXTS
from cofab.core.proposition.demand.routing import Question, Routing
from cofab.web import words


def demands_for(viewer: Viewer) -> QuerySet[Demand]:
    """Return the viewer's demands, newest first."""
    return Demand.visible_to(viewer).select_related("organisation").order_by("-id")


def demand_for(viewer: Viewer, key: str) -> Demand:
    """Return one demand of the viewer's; refuses kernel.not_found."""
    return Demand.get_for(viewer, key)


def own_town(viewer: Viewer) -> str:
    """Return the town of the organisation the viewer acts for; "" where there is none."""
    return Organisation.objects.filter(pk=viewer.organisation_id).values_list("town", flat=True).first() or ""


def routing_for(demand: Demand) -> Routing:
    """Return the operations and questions of a demand."""
    return routing_of(demand.routing)


def brief_for(demand: Demand) -> Brief:
    """Return what the buyer wants beside the part, with the answers given so far."""
    return brief_of(demand, demand.answers)


def material_of(demand: Demand) -> str:
    """Return the material that holds: the grade that was answered or drawn, else what the buyer named; "" for none."""
    return brief_for(demand).material


def part_for(demand: Demand) -> Part:
    """Return the part that the file reader found."""
    return part_of(demand.reading["part"])


def open_questions(demand: Demand) -> list[Question]:
    """Return the questions that have no answer yet."""
    return [question for question in routing_for(demand).questions if question.id not in demand.answers]


def require_settled(demand: Demand) -> None:
    """Refuse a demand on which something is open again: a question, a conflict, a doubtful field of a drawing."""
    if demand.state != "ready" or demand.unsettled:
        raise Refused(UNSETTLED, count=demand.unsettled)


def unchecked_fields(demand: Demand) -> list[int]:
    """Return the numbers of the doubtful fields of the drawings that nobody has confirmed, corrected or thrown out."""
    fields = demand.reading.get("drawing", ())
    return [
        n for n, data in enumerate(fields) if data.get("confidence", 100) < DOUBTFUL and str(n) not in demand.checked
    ]


def page_of(viewer: Viewer, demand: Demand, number: int) -> File:
    """Return the picture of one page of a demand's drawings; refuses kernel.not_found."""
    rows = DemandFile.visible_to(viewer).filter(demand=demand, kind="page").select_related("file").order_by("id")
    found = next((row.file for row in rows if row.file.name.startswith(f"page-{number}.")), None)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def file_of(viewer: Viewer, demand: Demand, kind: str) -> File:
    """Return the newest file of a kind (model, drawing, view); refuses kernel.not_found."""
    row = DemandFile.visible_to(viewer).filter(demand=demand, kind=kind).select_related("file").order_by("-id").first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row.file


def model_of(demand: Demand) -> File | None:
    """Return the model of a demand, None where it has only drawings; call as the platform."""
    row = DemandFile.objects.filter(demand=demand, kind="model").select_related("file").order_by("-id").first()
    return row.file if row else None


def drawings_of(demand: Demand) -> list[File]:
    """Return the drawings of a demand, the oldest first; call as the platform."""
    rows = DemandFile.objects.filter(demand=demand, kind="drawing").select_related("file").order_by("id")
    return [row.file for row in rows]


def shared_files(viewer: Viewer, demand_id: int) -> list[File]:
    """Return the model and the drawings of a demand (pk) as far as the viewer may read them."""
    rows = (
        DemandFile.visible_to(viewer)
        .filter(demand_id=demand_id)
        .exclude(kind__in=("view", "page"))
        .select_related("file")
    )
    return [row.file for row in rows.order_by("id")]


def file_hashes(demand: Demand) -> dict[str, str]:
    """Return name and SHA-256 of the files that a contract names; call as the platform."""
    rows = demand.files.exclude(kind__in=("view", "page")).select_related("file")
    return {row.file.name: row.file.sha256 for row in rows}


def part_facts(demand: Demand) -> dict[str, Any]:
    """Return what a firm that is asked may know of the part: no price, no buyer's other plans."""
    part = demand.reading.get("part", {})
    return {
        "title": demand.title,
        "material": material_of(demand),
        "finishes": demand.finishes,
        "size_um": part.get("size_um", []),
        "operations": {op["id"]: _shown(op) for op in demand.routing.get("operations", [])},
        "answers": demand.answers,
    }


def _shown(operation: dict[str, Any]) -> dict[str, Any]:
    names = ("process", "note", "setups", "setup_s", "run_s")
    return {name: operation[name] for name in names} | {"tolerance_um": operation["requirement"]["tolerance_um"]}


def option_text(question: str, option: str, facts: dict[str, Any]) -> str:
    """Return an option in words: its sentence, a finish by name, a number of pieces, else as it is written."""
    if question == "conflict.finish":
        return finish_name(option)
    if question in (MATERIAL, GRADE, "conflict.material"):
        return grade_name(option)
    return said(OPTION_TEXTS.get(option, option), facts)


def finish_name(told: str) -> str:
    """Return a finish as people say it from how sources tell it: "hard anodising 30 µm"."""
    finish = finish_of_told(told)
    name = process_names().get(finish.process, process_name(finish.family))
    return f"{name} {finish.film_um} µm" if finish.film_um else name


def said(code: str, facts: dict[str, Any]) -> str:
    """Return the sentence of a code in the current language; the code itself where it has none."""
    template = CODES.get(code)
    named = {key: _word(key, value) for key, value in facts.items()}
    if code == ASK_FINISH:
        named |= {key: finish_name(str(facts[key])) for key in ("first", "second")}
    return words.in_trade_units(sentence(code, named, gettext(template))) if template else code


def _word(name: str, value: Any) -> Any:
    """Return a fact in words where people call it otherwise: a source, a family of processes, a group of materials."""
    if name in ("one", "other"):
        return source_name(str(value))
    if name == "process":
        return process_names().get(str(value)) or process_name(str(value))
    if name == "usual":
        return ", ".join(process_names().get(one, process_name(one)) for one in str(value).split(", "))
    return material_name(str(value)) if name in ("material", "family") else value


def source_name(source: str) -> str:
    """Return what people call a source of a value: form, model, drawing, or the second drawing."""
    names = {"form": gettext("form"), "model": gettext("model"), "drawing": gettext("drawing")}
    first, _space, number = source.partition(" ")
    return f"{names[first]} {number}".strip() if first in names else source


def settled(demand: Demand) -> list[dict[str, str]]:
    """Return every answered question: question, option, and the two as one sentence in zh and en."""
    found = []
    for question in routing_for(demand).questions:
        option = demand.answers.get(question.id)
        if option is not None:
            found.append({"question": question.id, "option": option, **_both(question, option)})
    return found


def _both(question: Question, option: str) -> dict[str, str]:
    texts = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            asked = said(question.code, dict(question.facts))
            texts[language] = f"{asked} {option_text(question.id, option, dict(question.facts))}"
    return texts
