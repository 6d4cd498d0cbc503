"""The API of agree: orders from plans, requests and their answers, contracts and signatures."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from ninja import Router, Status

from cofab.apps.base.files import path_of
from cofab.apps.creation.agree import actions, selectors
from cofab.apps.creation.agree.refusals import SAMPLE_NONE
from cofab.apps.creation.agree.schemas import (
    ContractOut,
    ContractsOut,
    CounterIn,
    DeclineIn,
    KeyIn,
    KeyOut,
    OrderIn,
    OrderOut,
    OrdersOut,
    RefuseSampleIn,
    ReorderIn,
    RequestFileOut,
    RequestFilesOut,
    RequestOut,
    RequestsOut,
    RunKeyOut,
    SampleOut,
    SealIn,
    SignatureOut,
    SignaturesOut,
    SignIn,
)
from cofab.core.kernel.refusal import NOT_FOUND, Refused

plans = Router(tags=["agree"])
orders = Router(tags=["agree"])
requests = Router(tags=["agree"])
contracts = Router(tags=["agree"])


@plans.post("/{key}/orders", response={201: OrderOut}, summary="Choose a plan")
def choose(request: HttpRequest, key: str, body: OrderIn) -> Status[OrderOut]:
    """Make an order of a plan: capacity is held on every machine or none, and each firm is asked."""
    order = actions.choose(request.viewer, key, body.mode, body.lead, body.way, body.sample_of)
    return Status(201, OrderOut.of(request.viewer, order))


@orders.get("", response=OrdersOut, summary="Orders I take part in")
def listed(request: HttpRequest, state: str = "", limit: int = 50, cursor: str = "") -> OrdersOut:
    """Return orders, newest first; `cursor` is the `next` of the page before."""
    limit = max(1, min(limit, 200))
    rows = selectors.orders_for(request.viewer)
    rows = rows.filter(state=state) if state else rows
    rows = list((rows.filter(key__lt=cursor) if cursor else rows)[: limit + 1])
    more = rows[limit - 1].key if len(rows) > limit else None
    return OrdersOut(items=[OrderOut.of(request.viewer, row) for row in rows[:limit]], next=more)


@orders.get("/{key}", response=OrderOut, summary="One order")
def order(request: HttpRequest, key: str) -> OrderOut:
    """Return one order."""
    return OrderOut.of(request.viewer, selectors.order_for(request.viewer, key))


@orders.get("/{key}/requests", response=RequestsOut, summary="What the firms were asked")
def asked(request: HttpRequest, key: str) -> RequestsOut:
    """Return the requests of an order: all of them to its buyer, its own to a firm."""
    row = selectors.order_for(request.viewer, key)
    return RequestsOut(items=[RequestOut.of(one) for one in selectors.requests_of(request.viewer, row)])


@orders.post("/{key}/reorder", response={202: RunKeyOut}, summary="The same part again")
def reorder(request: HttpRequest, key: str, body: ReorderIn) -> Status[RunKeyOut]:
    """Ask for plans for the same part again; choosing one makes the new order."""
    run = actions.reorder(request.viewer, key, body.quantity, body.due)
    return Status(202, RunKeyOut(key=run.key, state=run.state))


@orders.get("/{key}/sample", response=SampleOut, summary="The sample that an order makes")
def sample(request: HttpRequest, key: str) -> SampleOut:
    """Return the sample of a sample order: its state, its seal, which order took its price off."""
    row = selectors.sample_of(request.viewer, selectors.order_for(request.viewer, key))
    if row is None:
        raise Refused(SAMPLE_NONE)
    return SampleOut.of(row)


@orders.post("/{key}/sample/approve", response=SampleOut, summary="Approve and seal a sample")
def approve_sample(request: HttpRequest, key: str, body: SealIn) -> SampleOut:
    """Approve and seal a sample that arrived; the bulk may be ordered from now on."""
    return SampleOut.of(actions.approve_sample(request.viewer, key, body.seal, body.photo, body.note))


@orders.post("/{key}/sample/refuse", response=SampleOut, summary="Refuse a sample")
def refuse_sample(request: HttpRequest, key: str, body: RefuseSampleIn) -> SampleOut:
    """Refuse a sample that arrived, with the reason; another may be ordered."""
    return SampleOut.of(actions.refuse_sample(request.viewer, key, body.note))


@orders.post("/{key}/cancel", response=OrderOut, summary="Cancel an order")
def cancel(request: HttpRequest, key: str) -> OrderOut:
    """Cancel an order that has not been delivered, as its buyer."""
    return OrderOut.of(request.viewer, actions.cancel(request.viewer, key))


@orders.get("/{key}/contract", response=ContractsOut, summary="The contracts of an order")
def contract(request: HttpRequest, key: str) -> ContractsOut:
    """Return the newest contracts of an order that the caller is a party of, with their signatures."""
    row = selectors.order_for(request.viewer, key)
    return ContractsOut(
        items=[ContractOut.of(request.viewer, one) for one in selectors.contracts_of(request.viewer, row)]
    )


@orders.post("/{key}/signatures", response=SignaturesOut, summary="Sign")
def sign(request: HttpRequest, key: str, body: SignIn) -> SignaturesOut:
    """Sign every contract of an order that waits for the acting organisation."""
    made = actions.sign_all(request.viewer, key, body.signatures)
    state = selectors.order_for(request.viewer, key).state
    return SignaturesOut(items=[SignatureOut.of(row) for row in made], order_state=state)


@contracts.get("/{key}.pdf", response={200: None}, summary="A contract as PDF")
def printed(request: HttpRequest, key: str) -> FileResponse:
    """Return a contract as PDF, in both languages."""
    row = selectors.contract_for(request.viewer, key)
    if row.pdf is None:
        raise Refused(NOT_FOUND)
    return FileResponse(path_of(row.pdf).open("rb"), content_type="application/pdf", filename=row.pdf.name)


@contracts.post("/keys", response=KeyOut, summary="Sign with a key of one's own")
def bring_key(request: HttpRequest, body: KeyIn) -> KeyOut:
    """Register a public key; from now on signatures are made outside."""
    row = actions.bring_key(request.viewer, body.public_key)
    return KeyOut(public_key=row.public_key, kept=bool(row.private_key))


@requests.get("", response=RequestsOut, summary="What I was asked")
def inbox(request: HttpRequest, state: str = "") -> RequestsOut:
    """Return the requests to the acting organisation, the most urgent first."""
    rows = selectors.requests_for(request.viewer)
    rows = rows.filter(state=state) if state else rows
    return RequestsOut(items=[RequestOut.of(row) for row in rows[:200]])


@requests.get("/{key}", response=RequestOut, summary="One request")
def one(request: HttpRequest, key: str) -> RequestOut:
    """Return one request, to the firm that was asked or the buyer."""
    return RequestOut.of(selectors.request_for(request.viewer, key))


@requests.get("/{key}/files", response=RequestFilesOut, summary="Model and drawings")
def papers(request: HttpRequest, key: str) -> RequestFilesOut:
    """Return the files behind a request: those of one's own demand, or of one that was accepted."""
    row = selectors.request_for(request.viewer, key)
    return RequestFilesOut(items=[RequestFileOut.of(file) for file in selectors.files_for(request.viewer, row)])


@requests.post("/{key}/accept", response=RequestOut, summary="Accept")
def accept(request: HttpRequest, key: str) -> RequestOut:
    """Accept what was asked."""
    return RequestOut.of(actions.accept(request.viewer, key))


@requests.post("/{key}/decline", response=RequestOut, summary="Decline")
def decline(request: HttpRequest, key: str, body: DeclineIn) -> RequestOut:
    """Decline with a reason; no penalty."""
    return RequestOut.of(actions.decline(request.viewer, key, body.reason, body.note))


@requests.post("/{key}/counter", response=RequestOut, summary="Counter")
def counter(request: HttpRequest, key: str, body: CounterIn) -> RequestOut:
    """Ask for another price or date."""
    return RequestOut.of(actions.counter(request.viewer, key, body.price_minor, body.finish, body.note))


@requests.post("/{key}/take", response=RequestOut, summary="Take a counter")
def take(request: HttpRequest, key: str) -> RequestOut:
    """Take what a firm asks for instead, as the buyer."""
    return RequestOut.of(actions.take(request.viewer, key))


@requests.post("/{key}/ask", response=RequestOut, summary="Ask again on the old terms")
def ask_again(request: HttpRequest, key: str) -> RequestOut:
    """Leave a counter and ask on the old terms again, as the buyer."""
    return RequestOut.of(actions.ask_again(request.viewer, key))
