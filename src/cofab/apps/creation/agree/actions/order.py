"""A plan is chosen: an order, capacity held on every machine or none, and a request to each firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.base.viewers import ALWAYS_IN
from cofab.apps.creation.agree.actions import sample
from cofab.apps.creation.agree.actions.life import locked
from cofab.apps.creation.agree.mappers import asks_of, line_json, organisations_of
from cofab.apps.creation.agree.models import Order, Request
from cofab.apps.creation.agree.refusals import FIRM_OUT, NO_CUSTODIAN
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan.mappers import operation_json, plan_of
from cofab.apps.creation.plan.models import PlanRow, PlanRun
from cofab.apps.proposition.demand.selectors import part_facts, require_settled
from cofab.apps.proposition.publish.actions import reserve_many
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.agree.facts import LEAD_MISSING, MODE_UNKNOWN, MODES
from cofab.core.creation.agree.lifecycle import ORDER
from cofab.core.creation.agree.tax import VAT_KINDS
from cofab.core.creation.plan.model import Plan, PlannedOperation
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.rules import RuleSet


@action
def choose(
    viewer: Viewer, plan_key: str, mode: str = "agent", lead_key: str = "", way: str = "custody", sample_of: str = ""
) -> Order:
    """Turn a plan into an order: hold every machine until the firms have answered, and ask each of them.

    `lead_key` names the lead contractor in mode "lead" (default: the firm that earns most). Refuses
    publish.window_taken with alternatives when a window went in the meantime; then nothing is held.
    Refuses base.not_admitted, agree.firm_out, and custody where the site has no custodian.
    """
    viewer.require("buyer", "planner")
    viewer.require_admitted()
    row = PlanRow.get_for(viewer, plan_key)
    if way == "custody" and not settings.COFAB_CUSTODIAN:
        raise Refused(NO_CUSTODIAN)
    value = plan_of(row.data)
    rules = current("agree")
    with platform():
        run = PlanRun.objects.select_for_update().get(pk=row.run_id)
        require_settled(run.demand)
        order = _order(viewer, row, run, value, mode, lead_key, way)
        order.sample_of = Order.get_for(viewer, sample_of) if sample_of else None
        order.reserve_expires_at = now() + timedelta(seconds=current("reserve")["hold_s"])
        order.state = ORDER.after("draft", "reserve")
        gated = sample.gate(order)
        if gated is not None and order.reorder_of is None:
            order.reorder_of = gated.used_in
        order.links = _links(order)
        order.save()
        sample.begin(viewer, order, gated)
        order.save()
        reserve_many(viewer, asks_of(value.operations), order.key, order.reserve_expires_at, order.audience)
        _ask(order, value, now() + timedelta(seconds=rules["request_answer_s"]))
    _remember_choice(viewer, order, row, rules)
    return order


def _remember_choice(viewer: Viewer, order: Order, row: PlanRow, rules: RuleSet) -> None:
    facts = {"plan": row.key, "price_minor": order.price_minor, "quantity": order.quantity, "number": order.number}
    remember(
        viewer,
        kind="agree.reserve",
        subject=order.key,
        before="draft",
        after=order.state,
        facts=facts,
        audience=order.audience,
        rules=rules.hash,
    )


def _order(viewer: Viewer, row: PlanRow, run: PlanRun, value: Plan, mode: str, lead_key: str, way: str) -> Order:
    if mode not in MODES:
        raise Refused(MODE_UNKNOWN, mode=mode)
    paid = organisations_of(value.lines)
    makers = Organisation.objects.in_bulk({op.firm for op in value.operations}, field_name="key")
    _check_in([*makers.values(), *paid.values()])
    everyone = {run.organisation_id, *(party.pk for party in paid.values()), *(firm.pk for firm in makers.values())}
    moment = now()
    return Order(
        number=_number(moment),
        demand=run.demand,
        plan=row,
        organisation=run.organisation,
        lead=_lead(value, makers, lead_key) if mode == "lead" else None,
        mode=mode,
        way=way,
        title=run.demand.title,
        quantity=run.quantity,
        price_minor=value.price_minor,
        lines=[line_json(line) for line in value.lines],
        due_at=run.due,
        promised_at=value.finish,
        forecast_at=value.finish,
        reorder_of=Order.get_for(viewer, run.reorder_of) if run.reorder_of else None,
        created_at=moment,
        audience=sorted(everyone),
    )


def _check_in(firms: Iterable[Organisation]) -> None:
    """Refuse a plan with a firm that was suspended or left since it was made (agree.firm_out)."""
    for firm in firms:
        if firm.admission != "admitted" and firm.kind not in ALWAYS_IN:
            raise Refused(FIRM_OUT, firm=firm.name, organisation=firm.key)


def _links(order: Order) -> dict[str, str]:
    linked = {"demand": order.demand, "plan": order.plan, "reorder_of": order.reorder_of, "sample_of": order.sample_of}
    return {name: row.key for name, row in linked.items() if row}


def _lead(value: Plan, makers: dict[str, Organisation], lead_key: str) -> Organisation:
    earned: dict[str, int] = defaultdict(int)
    for op in value.operations:
        earned[op.firm] += op.price_minor
    key = lead_key or max(sorted(earned), key=lambda firm: earned[firm])
    if key not in makers:
        raise Refused(LEAD_MISSING)
    return makers[key]


def _number(moment: datetime) -> str:
    """Return the next human number, such as O-2612-0098."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('creation_order_number')")
        count = cursor.fetchone()[0]
    return f"O-{moment.astimezone(UTC):%y%m}-{count:04d}"


def _ask(order: Order, value: Plan, answer_by: datetime) -> None:
    """Write one request to each firm for its part of the plan."""
    by_firm: dict[str, list[PlannedOperation]] = defaultdict(list)
    for op in value.operations:
        by_firm[op.firm].append(op)
    firms = Organisation.objects.in_bulk(list(by_firm), field_name="key")
    facts = part_facts(order.demand)
    for key, operations in by_firm.items():
        Request(
            order=order,
            organisation=firms[key],
            operations=[operation_json(op) for op in operations],
            part=facts,
            price_minor=net_of(value.lines, key),
            answer_by=min(answer_by, order.reserve_expires_at),
            audience=sorted({order.organisation_id, firms[key].pk}),
        ).save()


def net_of(lines: Iterable, payee: str) -> int:
    """Return what a payee is owed before VAT."""
    return sum(line.amount_minor for line in lines if line.payee == payee and line.kind not in VAT_KINDS)


@action
def reorder(viewer: Viewer, order_key: str, quantity: int, due: datetime) -> PlanRun:
    """Ask for plans for the same part again, in another quantity; choosing one makes the new order."""
    order = locked(viewer, order_key)
    return plan.ask(viewer, order.demand.key, quantity=quantity, due=due, reorder_of=order.key)
