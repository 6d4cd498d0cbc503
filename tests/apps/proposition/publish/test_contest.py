"""What excludes what on a machine, who loses and what is heard then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.proposition.publish import actions, selectors
from cofab.apps.proposition.publish.mappers import range_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.stewardship.governance.actions import amend
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window


def kinds(viewer, machine, window):
    """Return a way to claim a window for each kind of claim."""
    later = now() + timedelta(hours=1)
    return {
        "own": lambda: actions.block(viewer, machine.key, window),
        "closure": lambda: actions.block(viewer, machine.key, window, "closure"),
        "reservation": lambda: actions.reserve(viewer, machine.key, window, "ord_x", later),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["own", "closure", "reservation"])
@pytest.mark.parametrize("second", ["own", "closure", "reservation"])
def test_claims_of_every_kind_exclude_each_other(make_firm, make_machine, soon, first, second):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    kinds(mill.viewer, machine, soon(24, 3))[first]()
    with pytest.raises(Refused) as refused:
        kinds(mill.viewer, machine, soon(26, 3))[second]()
    assert refused.value.code == "publish.window_taken"
    assert refused.value.facts["alternatives"]
    kinds(mill.viewer, machine, soon(27, 1))[second]()


@pytest.mark.django_db
def test_the_database_itself_refuses_an_overlap(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.block(mill.viewer, machine.key, soon(24, 3))
    with platform(), pytest.raises(IntegrityError, match="occupancy_excludes"), transaction.atomic():
        Occupancy(machine=machine, during=range_of(soon(25, 1)), kind="own", audience=[mill.id]).save()


@pytest.mark.django_db
def test_several_windows_are_held_all_or_none(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    one, two = make_machine(mill, "VMC-1"), make_machine(mill, "VMC-2")
    actions.block(mill.viewer, two.key, soon(30, 2))
    asks = [actions.Ask(one.key, soon(24, 2)), actions.Ask(two.key, soon(31, 2))]
    with pytest.raises(Refused, match="window_taken"):
        actions.reserve_many(mill.viewer, asks, "ord_x", now() + timedelta(hours=1))
    with platform():
        assert not Occupancy.objects.filter(machine=one).exists()


@pytest.mark.django_db
def test_a_lapsed_reservation_gives_way_in_the_same_transaction(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.reserve(mill.viewer, machine.key, soon(), "ord_old", now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_clock SET offset_s = offset_s + 7200")
    fresh = actions.reserve(mill.viewer, machine.key, soon(), "ord_new", now() + timedelta(hours=1))
    with platform():
        assert Occupancy.objects.get(order_key="ord_old").state == "lapsed"
        assert Occupancy.objects.get(pk=fresh.pk).state == "active"
    with pytest.raises(Refused, match="reservation_lapsed"):
        actions.confirm(mill.viewer, "ord_old", 1)
    with pytest.raises(Refused, match="window_taken"):
        actions.rebook(mill.viewer, "ord_old", now() + timedelta(hours=1))


@pytest.mark.django_db
def test_a_machine_found_down_takes_no_new_promise_and_keeps_the_old(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    later = now() + timedelta(hours=1)
    actions.reserve(mill.viewer, machine.key, soon(24), "ord_old", later)
    actions.mark_down(mill.viewer, machine.key, "spindle")
    with pytest.raises(Refused, match="machine_down"):
        actions.reserve(mill.viewer, machine.key, soon(48), "ord_new", later)
    assert [row.kind for row in actions.confirm(mill.viewer, "ord_old", 1)] == ["booking"]
    window = Window(now(), now() + timedelta(days=5))
    with platform():
        machine = Machine.objects.get(pk=machine.pk)
    assert not selectors.free_time([machine], window)[machine.pk].windows
    actions.mark_up(mill.viewer, machine.key)
    actions.reserve(mill.viewer, machine.key, soon(48), "ord_new", later)


@pytest.mark.django_db
def test_the_database_itself_refuses_promises_on_a_machine_that_is_down(make_firm, make_machine, soon):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.mark_down(mill.viewer, machine.key)
    row = Occupancy(machine=machine, during=range_of(soon()), kind="booking", order_key="ord_x", audience=[mill.id])
    with platform(), pytest.raises(Exception, match="is down"), transaction.atomic():
        row.save()
    actions.block(mill.viewer, machine.key, soon(), "closure", "repair")


@pytest.mark.django_db
def test_nobody_else_sees_a_machine_or_its_time(make_firm, make_machine, client_for, soon):
    mill, other = make_firm("Mill"), make_firm("Other", kind="demander")
    machine = make_machine(mill)
    actions.block(mill.viewer, machine.key, soon())
    stranger = client_for(other)
    absent = stranger.get("/api/v1/machines/mac_00000000000000000000000000")
    hidden = stranger.get(f"/api/v1/machines/{machine.key}")
    assert (hidden.status_code, hidden.json()) == (404, absent.json())
    body = {"start": soon().start.isoformat(), "end": soon().end.isoformat()}
    assert stranger.post(f"/api/v1/machines/{machine.key}/reservations", body, "application/json").status_code == 404


@pytest.mark.django_db
def test_nobody_reserves_in_the_name_of_an_order(make_firm, make_machine, client_for, soon, system):
    machine, buyer = make_machine(make_firm("Mill"), visibility="open"), make_firm("Buyer", kind="demander")
    body = {"start": soon().start.isoformat(), "end": soon().end.isoformat(), "order": "ord_of_another"}
    made = client_for(buyer).post(f"/api/v1/machines/{machine.key}/reservations", body, "application/json")
    assert (made.status_code, Occupancy.objects.get(key=made.json()["key"]).order_key) == (201, "")


@pytest.mark.django_db
def test_expired_reservations_end_and_are_told(make_firm, make_machine, soon, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.reserve(mill.viewer, machine.key, soon(), "ord_old", now() - timedelta(seconds=1))
    assert actions.expire_stale(SYSTEM) == ["ord_old"]
    assert actions.expire_stale(SYSTEM) == []


@pytest.mark.django_db
def test_a_firm_holds_so_many_reservations_without_an_order_and_no_more(
    make_firm, make_machine, client_for, soon, system
):
    """The limit is a rule; who loses a window hears that first, one's own machines and orders do not count."""
    mill, hoarder, other = make_firm("Mill"), make_firm("Hoarder"), make_firm("Other", kind="demander")
    machine, own = make_machine(mill, visibility="open"), make_machine(hoarder, name="Own", code="own/1")
    operator = make_firm("Park", kind="operator", roles=("operator",))
    amend(operator.viewer, "publish", {"reservations_per_firm": 2})

    def hold(firm, hours, at=machine):
        body = {"start": soon(hours, 1).start.isoformat(), "end": soon(hours, 1).end.isoformat()}
        return client_for(firm).post(f"/api/v1/machines/{at.key}/reservations", body, "application/json")

    assert [hold(hoarder, hours).status_code for hours in (24, 26)] == [201, 201]
    assert hold(hoarder, 30, own).status_code == 201
    refused = hold(hoarder, 28)
    assert (refused.status_code, refused.json()["code"]) == (422, "publish.too_many_held")
    assert refused.json()["facts"] == {"most": 2}
    assert hold(hoarder, 24).json()["code"] == "publish.window_taken"
    assert hold(other, 28).status_code == 201
    actions.reserve(hoarder.viewer, machine.key, soon(40), "ord_x", now() + timedelta(hours=1))
    Occupancy.objects.filter(machine=machine, order_key="").update(expires_at=now() - timedelta(seconds=1))
    assert hold(hoarder, 24).status_code == 201
