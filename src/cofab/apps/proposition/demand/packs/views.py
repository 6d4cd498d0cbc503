"""Pages of trade packs: choose a trade, fill its short form, see routing and price."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cofab.apps.base.clock import now
from cofab.apps.base.problems import explain
from cofab.apps.proposition.demand.face import end_of
from cofab.apps.proposition.demand.packs import actions, face, listing, lists, messages, reader, selectors
from cofab.apps.proposition.demand.packs.forms import ListForm, blank_matrix, form_of, matrix_in, shown_matrix
from cofab.apps.proposition.demand.packs.telling import from_pack, pack_for
from cofab.apps.proposition.demand.selectors import demand_for, own_town
from cofab.core.kernel.refusal import INVALID, NOT_FOUND, Refused
from cofab.core.proposition.demand.packs.model import Pack

ICONS = {
    "garment": "hanger", "sheet": "fold", "moulding": "box-model", "printing": "printer", "electronics": "cpu",
    "finishing": "brush", "heat": "flame", "inspection": "ruler-2", "testing": "test-pipe", "design": "compass",
    "additive": "stack-3", "lease": "clock-hour-4", "yearly": "calendar-repeat",
}  # fmt: skip


@require_GET
def trades(request: HttpRequest) -> HttpResponse:
    """Choose a trade."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    rows = [
        {"id": p.id, "name": selectors.in_words(p), "icon": ICONS[p.id], "sample": p.sample} for p in selectors.packs()
    ]
    return render(request, "proposition/packs/trades.html", {"trades": rows})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pack: str) -> HttpResponse:
    """Fill a trade's short form; what a message said may come along in the address."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    trade = selectors.pack(pack)
    first = {"town": own_town(request.viewer), **request.GET.dict()}
    form = form_of(trade, request.POST if request.method == "POST" else None, first)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("packs:demand", _made(request, trade, form).key)
        except Refused as refused:
            _complain(form, trade, refused)
    return _form_page(request, trade, form)


def _form_page(request: HttpRequest, trade: Pack, form: Any, **more: Any) -> HttpResponse:
    ask = trade.ask("matrix")
    typed = matrix_in(request.POST) if request.method == "POST" else _cells(request.GET.get("cells", ""))
    matrix = shown_matrix(typed if typed["colours"] else blank_matrix(ask)) if ask else None
    context = {"form": form, "pack": trade, "trade": selectors.in_words(trade), "matrix": matrix, **more}
    return render(request, "proposition/packs/form.html", context, status=422 if form.errors else 200)


def _cells(text: str) -> dict[str, list[Any]]:
    """Return the matrix that a message told: cells as colour/size/pieces with commas between."""
    cells = [cell.split("/") for cell in text.split(",") if cell.count("/") == 2]
    sizes = list(dict.fromkeys(size for _colour, size, _n in cells))
    colours = list(dict.fromkeys(colour for colour, _size, _n in cells))
    known = {(colour, size): n for colour, size, n in cells}
    counts = [[known.get((colour, size), "") for size in sizes] for colour in colours]
    return {"sizes": sizes, "colours": colours, "counts": counts}


def _made(request: HttpRequest, trade: Pack, form: Any) -> Any:
    return actions.create(request.viewer, trade.id, form.facts(), _answers(request, trade))


def _answers(request: HttpRequest, trade: Pack) -> dict[str, Any]:
    answers: dict[str, Any] = {a.id: request.POST.get(a.id, "") for a in trade.asks if a.kind != "matrix"}
    if trade.ask("matrix"):
        answers["matrix"] = matrix_in(request.POST)
    return answers


def _complain(form: Any, trade: Pack, refused: Refused) -> None:
    """Say what is wrong at its field, with the field's name in the reader's language."""
    ask = trade.ask(str(refused.facts.get("field", "")))
    named = Refused(refused.code, **{**refused.facts, "field": selectors.in_words(ask)}) if ask else refused
    form.add_error(ask.id if ask and ask.id in form.fields else None, explain(named))


@require_GET
def demand(request: HttpRequest, key: str) -> HttpResponse:
    """Show a demand that came from a form: routing, price, clauses, what is checked."""
    return render(request, "proposition/packs/demand.html", face.page(_row(request, key), get_language() or "en"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Fill the form of a demand anew."""
    row = _row(request, key)
    trade, stored = pack_for(row), row.reading["pack"]["form"]
    first = {**stored, "title": row.title, "town": row.town, "due": row.due.date()}
    form = form_of(trade, request.POST if request.method == "POST" else None, first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(request.viewer, key, form.facts(), _answers(request, trade))
            return redirect("packs:demand", key)
        except Refused as refused:
            _complain(form, trade, refused)
    told = {"matrix": shown_matrix(stored["matrix"])} if request.method == "GET" and "matrix" in stored else {}
    return _form_page(request, trade, form, demand=row, **told)


@require_POST
def sample(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a sample."""
    made = actions.ask_sample(request.viewer, key, _due(request))
    return redirect("packs:demand", made.key)


@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for one colour again."""
    post = request.POST
    quantity = post.get("quantity", "")
    if not quantity.isdecimal() or not 1 <= int(quantity) <= 100_000:
        raise Refused(INVALID, field=_("Quantity"), problem=quantity[:20])
    made = actions.again(request.viewer, key, post.get("colour", ""), int(quantity), _due(request))
    return redirect("packs:demand", made.key)


def _due(request: HttpRequest) -> Any:
    day = parse_date(request.POST.get("due", ""))
    if day is None:
        raise Refused(INVALID, field=_("Needed by"), problem=request.POST.get("due", "")[:20])
    return end_of(day)


def _row(request: HttpRequest, key: str) -> Any:
    row = demand_for(request.viewer, key)
    if not from_pack(row):
        raise Refused(NOT_FOUND)
    return row


@require_http_methods(["GET", "POST"])
def message(request: HttpRequest) -> HttpResponse:
    """Read what a buyer wrote: each field with its words, and what is missing."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    context: dict[str, Any] = {"text": request.POST.get("text", ""), "rows": None, "reader": reader.is_on()}
    if request.method == "POST":
        try:
            context |= messages.page(messages.told(context["text"], _today()))
        except Refused as refused:
            context["problem"] = explain(refused)
    return render(request, "proposition/packs/message.html", context, status=422 if "problem" in context else 200)


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Go on to the form that a message leads to, with the fields that the reader of this page ticked."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    found = messages.opened(request.POST.get("text", ""), _today(), request.POST.get("sealed", ""))
    ticked = {int(n) for n in request.POST.getlist("take") if n.isdecimal()}
    return redirect(messages.leads_to(f for n, f in enumerate(found.fields) if n in ticked))


def _today() -> Any:
    return timezone.localtime(now()).date()


@require_http_methods(["GET", "POST"])
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """Read a spreadsheet; where asked, make a demand of each row that leaves no doubt."""
    request.viewer.require("buyer", "engineer", "merchandiser")
    form = ListForm(request.POST or None, request.FILES or None, initial={"town": own_town(request.viewer)})
    rows = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = lists.rows_of(data["file"].name, data["file"].read(), _today())
            making = request.POST.get("do") == "make"
            made = lists.make(request.viewer, data["trade"], found, end_of(data["due"]), data["town"]) if making else []
            rows = listing.rows(found, made, data["trade"])
        except Refused as refused:
            form.add_error(None, explain(refused))
    status = 422 if form.errors else 200
    return render(request, "proposition/packs/list.html", {"form": form, "rows": rows}, status=status)
