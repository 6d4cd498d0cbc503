"""A machine breaks: who is asked, and that what all of them agree to happens once, whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, acting, platform
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.models import Order, Request
from cofab.apps.creation.agree.selectors import missing_signers
from cofab.apps.creation.plan import actions as plan
from cofab.apps.creation.plan.models import PlanRow
from cofab.apps.creation.plan.tasks import search
from cofab.apps.creation.produce.models import WorkOrder
from cofab.apps.creation.replan.models import Proposal
from cofab.apps.creation.replan.selectors import running_plan, value_of
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.realisation.ledger.custody.actions import deposit_confirmed
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.settle.models import Milestone
from cofab.apps.realisation.settle.selectors import agreed_lines, parties_of
from cofab.core.creation.produce.work import OPEN
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window
from cofab.core.realisation.settle.milestones import owed
from cofab.flows import breakdown, order_to_cash


@dataclass
class Broken:
    """A running order, the machine of it that broke, and what is proposed."""

    region: Any
    run_jobs: Any
    order: Order
    machine: Machine
    proposals: list[Proposal]

    def viewer(self, key: str) -> Any:
        """Return somebody who may answer for an organisation."""
        return self.region.viewer(self.region.firm(key))

    def agree(self, row: Proposal, *, but: int = 0) -> Proposal:
        """Let everybody agree who is asked, all `but` the last few."""
        for key in list(row.answers)[: len(row.answers) - but]:
            row = breakdown.consent(self.viewer(key), row.key, "agree")
        return row

    def bookings(self) -> set[tuple[str, Window]]:
        """Return what the order holds, by machine."""
        rows = Occupancy.objects.filter(order_key=self.order.key, state="active").select_related("machine")
        return {(row.machine.key, window_of(row.during)) for row in rows}


@pytest.fixture
def break_down(region, make_demand, run_jobs, skip_jobs):
    """Bring fifty housings to their work, then break the first machine without which others must go on."""

    def make() -> Broken:
        order = running(region, make_demand, run_jobs, skip_jobs)
        for key in dict.fromkeys(op.machine for op in running_plan(order).operations):
            machine = Machine.objects.get(key=key)
            publish.mark_down(SYSTEM, key, "spindle")
            run_jobs()
            found = list(Proposal.objects.filter(order=order, machine=machine, state="open"))
            if any(row.moves for row in found):
                return Broken(region, run_jobs, order, machine, found)
            publish.mark_up(SYSTEM, key)
            run_jobs()
        raise AssertionError("no machine of the plan can be replaced")

    return make


def running(region, make_demand, run_jobs, skip_jobs) -> Order:
    """Return an order of fifty housings that is signed, paid and in work."""
    buyer = region.viewer("fenghua-pumps")
    run = plan.ask(buyer, make_demand().key)
    search(run=run.key)
    order = agree.choose(buyer, PlanRow.objects.filter(run=run).first().key)
    for request in Request.objects.filter(order=order).select_related("organisation"):
        agree.accept(region.viewer(region.firm(request.organisation.key)), request.key)
    for key in missing_signers(order):
        agree.sign_all(region.viewer(region.firm(key)), order.key)
    skip_jobs()
    asked = order_to_cash.pay(buyer, order.key)
    deposit_confirmed("test", asked.reference, asked.amount_minor, f"bank-{order.key}")
    run_jobs()
    order.refresh_from_db()
    assert order.state == "running"
    return order


@pytest.mark.django_db
def test_what_all_agree_to_is_carried_out_once(system, break_down):
    story = break_down()
    best = next(row for row in story.proposals if row.moves)
    before, value = story.bookings(), value_of(best)
    waiting = story.agree(best, but=1)
    assert (waiting.state, story.bookings()) == ("open", before)
    done = breakdown.consent(story.viewer(list(best.answers)[-1]), best.key, "agree")
    assert done.state == "applied"
    assert {row.state for row in Proposal.objects.filter(cause=best.cause).exclude(pk=best.pk)} <= {"withdrawn"}
    taken = {(op.machine, op.start, op.end) for op in value.operations}
    now_held = {(key, window.start, window.end) for key, window in story.bookings()}
    assert taken <= now_held
    assert not any(key == story.machine.key for key, window in story.bookings())
    works = WorkOrder.objects.filter(order=story.order)
    for op in {name for work in works for name in work.op.split("+")}:
        made = [w for w in works if op in w.op.split("+") and w.state not in ("moved", "cancelled")]
        assert sum(w.quantity for w in made) == story.order.quantity
    story.order.refresh_from_db()
    assert story.order.forecast_at == value.finish
    assert {op.firm for op in value.operations} <= {
        firm.key for firm in type(best.machine.organisation).objects.filter(pk__in=story.order.audience)
    }
    with pytest.raises(Refused, match="wrong_state"):
        breakdown.consent(story.viewer(next(iter(best.answers))), best.key, "agree")
    assert Event.objects.filter(kind="replan.apply").count() == 1


@pytest.mark.django_db
def test_one_refusal_ends_a_proposal_and_moves_nothing(system, break_down):
    story = break_down()
    best, before = story.proposals[0], story.bookings()
    refused = breakdown.consent(story.viewer(next(iter(best.answers))), best.key, "refuse")
    assert (refused.state, story.bookings()) == ("refused", before)
    assert {row.state for row in Proposal.objects.filter(cause=best.cause).exclude(pk=best.pk)} <= {"open"}
    publish.mark_down(SYSTEM, story.machine.key, "again")
    story.run_jobs()
    asked = Proposal.objects.filter(order=story.order, state="open").values_list("cause", flat=True)
    assert len(set(asked)) <= 1, "the same breakdown is not asked about twice"
    publish.mark_up(SYSTEM, story.machine.key)
    story.run_jobs()
    assert not Proposal.objects.filter(state="open").exists()


@pytest.mark.django_db
def test_a_window_that_is_gone_withdraws_the_proposal_and_another_search_begins(system, break_down, make_firm):
    story = break_down()
    best = next(row for row in story.proposals if row.moves)
    story.agree(best, but=1)
    before = story.bookings()
    moved = next(op for op in value_of(best).operations if op.machine in {m["to_machine"] for m in best.moves})
    ask = publish.Ask(moved.machine, Window(moved.start, moved.end))
    publish.reserve_many(make_firm("Rival").viewer, [ask], "ord_rival", now() + timedelta(days=1))
    gone = breakdown.consent(story.viewer(list(best.answers)[-1]), best.key, "agree")
    assert (gone.state, story.bookings()) == ("withdrawn", before)
    assert not WorkOrder.objects.filter(order=story.order, state="moved").exists()
    story.run_jobs()
    anew = Proposal.objects.filter(order=story.order, cause=best.key)
    assert anew and all(value_of(row).operations != value_of(best).operations for row in anew)


@pytest.mark.django_db(transaction=True)
def test_consents_at_once_apply_one_proposal_once(break_down):
    with platform():
        story = break_down()
        rows = story.proposals[:2]
        for row in rows:
            story.agree(row, but=1)
        asks = [(story.viewer(list(row.answers)[-1]), row.key) for row in rows for _ in range(2)]

    def answer(ask: tuple[Any, str]) -> str:
        try:
            with transaction.atomic(), acting(ask[0]):
                return breakdown.consent(ask[0], ask[1], "agree").state
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(answer, asks))
    assert states.count("applied") == 1
    assert set(states) <= {"applied", "kernel.wrong_state", "kernel.conflict"}
    with platform():
        assert Event.objects.filter(kind="replan.apply").count() == 1
        broken = WorkOrder.objects.filter(order=story.order, machine=story.machine, state__in=OPEN)
        assert Proposal.objects.filter(state="applied").get().way == "wait" or not broken.exists()


def to_another_firm(order, run_jobs) -> Proposal:
    """Break the machines of a running order one by one until work may go to another firm; return that proposal."""
    for key in dict.fromkeys(op.machine for op in running_plan(order).operations):
        publish.mark_down(SYSTEM, key, "spindle")
        run_jobs()
        for row in Proposal.objects.filter(order=order, machine=Machine.objects.get(key=key), state="open"):
            if any(move.from_firm != move.to_firm for move in value_of(row).moves):
                return row
        publish.mark_up(SYSTEM, key)
        run_jobs()
    raise AssertionError("no machine of the plan can be replaced by another firm's")


@pytest.mark.django_db
def test_the_money_goes_with_the_work_to_another_firm(system, region, make_demand, run_jobs, skip_jobs):
    order = running(region, make_demand, run_jobs, skip_jobs)
    row = to_another_firm(order, run_jobs)
    move = next(move for move in value_of(row).moves if move.from_firm != move.to_firm)
    before = owed(agreed_lines(order.key))
    for key in list(row.answers):
        row = breakdown.consent(region.viewer(region.firm(key)), row.key, "agree")
    assert row.state == "applied"
    lines = agreed_lines(order.key)
    after = owed(lines)
    assert sum(after.values()) == sum(before.values()) == order.price_minor
    taken = [due for due in lines if due.kind == "taken_over"]
    assert {due.payee for due in taken} == {m.to_firm for m in value_of(row).moves if m.to_firm != m.from_firm}
    assert all(due.facts["proposal"] == row.key and due.gross_minor > 0 for due in taken)
    assert after[move.from_firm] < before[move.from_firm]
    assert parties_of(order.key)[move.to_firm] == "maker"
    carriers = {leg.carrier for leg in value_of(row).legs}
    assert carriers <= parties_of(order.key).keys()
    waits = Milestone.objects.filter(order_key=order.key, payee__key=move.to_firm, trigger="made", state="waiting")
    assert waits.exists()
    assert [one.name for one in check().checks if one.result != "holds"] == []
