"""The idle calendar: own work is moved within the rules, lists come in, stretches are opened; all can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cofab.apps.base.clock import now
from cofab.apps.proposition.publish import actions, ical
from cofab.apps.proposition.publish.mappers import window_of
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.selectors import free_time
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window, iso

pytestmark = pytest.mark.django_db
JSON = "application/json"


def half(days: int, halves: int = 1) -> Window:
    """Return half-days that begin some local midnight from now."""
    day = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return Window(day.astimezone(UTC), (day + timedelta(hours=12 * halves)).astimezone(UTC))


def test_own_work_is_dragged_undone_and_never_onto_what_stands(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    one, two = make_machine(mill, "VMC-1"), make_machine(mill, "VMC-2")
    client = client_for(mill)
    row = actions.block(mill.viewer, one.key, half(3), "own", "covers")
    stands = actions.block(mill.viewer, two.key, half(5), "closure")

    def drag(**facts):
        return client.post("/machines/calendar/move", {"claim": row.key, "shift_s": 0, "grow_s": 0, **facts})

    assert drag(lane=two.key, shift_s=43_200).status_code == 302
    row.refresh_from_db()
    assert (row.machine, window_of(row.during).start) == (two, half(3).end)
    assert drag(grow_s=43_200).status_code == 302
    row.refresh_from_db()
    assert window_of(row.during).seconds == 86_400
    lost = drag(shift_s=86_400)
    assert lost.status_code == 409 and lost.context["problem"]["alternatives"]
    assert drag(shift_s="many").status_code == 422
    assert drag(grow_s=-86_400).status_code == 422
    for _ in range(2):
        client.post("/machines/calendar/undo")
    row.refresh_from_db()
    assert (row.machine, window_of(row.during)) == (one, half(3))
    assert client_for(make_firm("Rival")).post("/machines/calendar/move", {"claim": row.key}).status_code == 404
    client.post(f"/machines/calendar/{stands.key}/out")
    assert Occupancy.objects.get(pk=stands.pk).state == "released"
    client.post("/machines/calendar/undo")
    assert Occupancy.objects.filter(machine=two, kind="closure", state="active").count() == 1


def test_what_is_promised_is_not_dragged(make_firm, make_machine, system):
    mill, buyer = make_firm("Mill"), make_firm("Buyer")
    machine = make_machine(mill, visibility="open")
    held = actions.reserve(buyer.viewer, machine.key, half(4), "", now() + timedelta(hours=1))
    with pytest.raises(Refused, match="promised_stays"):
        actions.move_own(mill.viewer, held.key, machine.key, half(6))
    with pytest.raises(Refused, match="not_found"):
        actions.move_own(buyer.viewer, held.key, machine.key, half(6))


def test_the_form_does_what_dragging_does_and_every_week(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    client, day = client_for(mill), timezone.localtime(now()).date() + timedelta(days=2)
    facts = {"machine": machine.key, "start": f"{day}T08:00", "end": f"{day}T12:00", "kind": "own", "label": "ours"}
    weeks = {**facts, "weekly_until": str(day + timedelta(days=21))}
    assert client.post("/machines/calendar/stretch", weeks).status_code == 302
    rows = Occupancy.objects.filter(machine=machine, state="active")
    assert rows.count() == 4
    assert client.post("/machines/calendar/stretch", weeks).status_code == 409
    assert client.post("/machines/calendar/stretch", {**facts, "end": f"{day}T07:00"}).status_code == 422
    row = rows.order_by("during").first()
    assert client.get(f"/machines/calendar?edit={row.key}").context["editing"] == row
    later = {**facts, "claim": row.key, "start": f"{day}T13:00", "end": f"{day}T14:15", "label": "moved"}
    assert client.post("/machines/calendar/stretch", later).status_code == 302
    row.refresh_from_db()
    assert (window_of(row.during).seconds, row.label) == (4_500, "moved")
    client.post("/machines/calendar/undo")
    client.post("/machines/calendar/undo")
    assert rows.count() == 0
    for view in ("half", "minutes", "month"):
        assert client.get(f"/machines/calendar?view={view}").status_code == 200


def test_a_list_is_looked_at_entered_once_and_taken_back(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.block(mill.viewer, machine.key, half(9, 2), "closure")
    client = client_for(mill)
    soon, taken = (f"{timezone.localtime(half(days).start):%Y-%m-%d}" for days in (4, 9))
    text = f"VMC-1,{soon} am\nVMC-1,{taken} pm\nLathe,{soon} am\nVMC-1,tomorrow"
    looked = client.post("/machines/calendar/import", {"text": text})
    assert looked.context["good"] == 1 and Occupancy.objects.filter(kind="own").count() == 0
    assert [bool(line["problem"]) for line in looked.context["lines"]] == [False, True, True, True]
    assert looked.context["lines"][1]["free"], looked.context["lines"][1]
    for _ in range(2):
        client.post("/machines/calendar/import", {"text": looked.context["text"], "step": "enter"})
        assert Occupancy.objects.filter(kind="own", state="active").count() == 1
    told = client.post("/api/v1/machines/own-work", {"text": text}, content_type=JSON).json()["items"]
    assert [one["code"] for one in told] == [
        "", "publish.window_taken", "publish.unknown_machine", "publish.line_short"
    ]  # fmt: skip
    client.post("/machines/calendar/undo")
    assert Occupancy.objects.filter(kind="own", state="active").count() == 0


def test_a_calendar_goes_out_and_comes_in_again(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    machine = make_machine(mill)
    actions.block(mill.viewer, machine.key, half(3), "own", "valve covers")
    data = client_for(mill).get("/machines/calendar/cofab.ics").content
    (entry,) = ical.read(data, "Asia/Shanghai")
    assert (entry.machine, entry.window, entry.label) == (machine.name, half(3), "valve covers")
    assert b"valve covers" not in client_for(make_firm("Rival")).get("/machines/calendar/cofab.ics").content


def test_events_repeat_on_the_wall_clock_and_whole_days_are_local(db):
    start = datetime(2026, 12, 7, 8, tzinfo=UTC)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "SUMMARY:covers", "LOCATION:VMC-1",
        f"DTSTART;TZID=Asia/Shanghai:{start:%Y%m%dT%H%M%S}", "DURATION:PT4H", "RRULE:FREQ=WEEKLY;COUNT=3",
        f"EXDATE;TZID=Asia/Shanghai:{start + timedelta(days=7):%Y%m%dT%H%M%S}", "END:VEVENT",
        "BEGIN:VEVENT", "UID:2", f"DTSTART;VALUE=DATE:{start:%Y%m%d}", "SUMMARY:off", "CATEGORIES:HOLIDAY",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ical, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
        found = ical.read("\r\n".join(lines).encode(), "Asia/Shanghai")
    assert [(one.window.start.day, one.window.start.hour, one.kind) for one in found] == [
        (7, 0, "own"), (21, 0, "own"), (6, 16, "closure")
    ]  # fmt: skip
    for broken in (b"BEGIN:VCALENDAR\nnonsense", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR"):
        with pytest.raises(Refused, match="not_icalendar"):
            ical.read(broken, "Asia/Shanghai")


def test_a_stretch_is_opened_to_everybody_and_only_that_can_be_held(make_firm, make_machine, client_for, system):
    mill, buyer = make_firm("Mill"), make_firm("Buyer")
    machine = make_machine(mill)
    owner, other = client_for(mill), client_for(buyer)
    assert other.get(f"/api/v1/machines/{machine.key}/free").status_code == 404
    picks = [f"{machine.key}|{window.start.isoformat()}" for window in (half(3), half(4))]
    assert owner.post("/machines/calendar/block", {"half": picks, "kind": "show-open"}).status_code == 302
    shown = other.get(f"/api/v1/machines/{machine.key}/free").json()["items"]
    assert {one["start"] for one in shown} == {iso(half(3).start), iso(half(4).start)}

    def hold(window):
        body = {"start": iso(window.start), "end": iso(window.end)}
        return other.post(f"/api/v1/machines/{machine.key}/reservations", body, content_type=JSON).status_code

    assert (hold(half(3)), hold(half(6)), hold(half(4, 2))) == (201, 404, 404)
    body = {"start": iso(half(4).start), "end": iso(half(4).start + timedelta(hours=6)), "visibility": "partners"}
    told = owner.post(f"/api/v1/machines/{machine.key}/openings", body, content_type=JSON).json()["items"]
    assert [one["visibility"] for one in told] == ["partners"]
    assert hold(half(4)) == 404
    assert owner.post(f"/api/v1/machines/{machine.key}/openings", {**body, "visibility": "x"}, content_type=JSON
                      ).status_code == 422  # fmt: skip
    owner.post("/machines/calendar/undo")
    assert hold(half(4)) == 404


def test_hours_are_rules_on_the_machines_own_clock(make_firm, make_machine, client_for, system):
    mill = make_firm("Mill")
    one, two = make_machine(mill, "VMC-1"), make_machine(mill, "VMC-2")
    client, url = client_for(mill), f"/machines/{one.key}/hours"
    rule = {"rule": "0", "days": ["0", "1"], "spans": "8:00-11:30, 20:00-06:00", "zone": "Europe/Berlin"}
    assert client.post(url, {**rule, "every": "on"}).status_code == 302
    for machine in Machine.objects.filter(pk__in=[one.pk, two.pk]):
        assert machine.shift["zone"] == "Europe/Berlin"
        assert machine.shift["shifts"] == [{"days": [0, 1], "spans": [["08:00", "11:30"], ["20:00", "06:00"]]}]
    assert client.post(url, {**rule, "rule": "1", "days": ["5"], "spans": "09:00-12:00"}).status_code == 302
    assert len(Machine.objects.get(pk=one.pk).shift["shifts"]) == 2
    assert client.post(url, {**rule, "spans": "all day"}).status_code == 422
    assert client.post(url, {"rule": "1", "drop": "1"}).status_code == 302
    assert len(Machine.objects.get(pk=one.pk).shift["shifts"]) == 1
    assert client.get(url).status_code == 200
    assert client_for(make_firm("Rival")).get(url).status_code == 404


def test_legal_days_and_the_days_worked_in_their_place_are_data(make_firm, make_machine, client_for, system):
    mill, operator = make_firm("Mill"), make_firm("Region", kind="operator", roles=("operator", "owner"))
    weekdays = {"zone": "Asia/Shanghai", "shifts": [{"days": [0, 1, 2, 3, 4], "spans": [["08:00", "17:00"]]}]}
    machine = make_machine(mill, shift=weekdays)
    url = "/api/v1/machines/calendar-days"
    known = {one["day"]: one["works"] for one in client_for(mill).get(url).json()["items"]}
    assert known["2026-02-17"] is False and known["2026-02-28"] is True
    days = {"items": [{"day": "2027-02-08"}, {"day": "2027-02-13", "works": True, "name": "made up"}]}
    assert client_for(mill).post(url, days, content_type=JSON).status_code == 403
    assert client_for(operator).post(url, days, content_type=JSON).status_code == 200

    def hours(day):
        start = datetime(2027, 2, day, tzinfo=UTC) - timedelta(hours=8)
        between = Window(start, start + timedelta(days=1))
        return sum(w.seconds for w in free_time([machine], between)[machine.pk].windows) // 3600

    assert [hours(day) for day in (8, 9, 13, 14)] == [0, 9, 9, 0]
