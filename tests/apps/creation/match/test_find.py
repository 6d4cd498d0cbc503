"""Who has it free: open calendars with windows, others without a word about time; hold, give back, wait, be told."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from cofab.apps.base.clock import now
from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import platform
from cofab.apps.creation.match import waiting
from cofab.apps.creation.match.find import find
from cofab.apps.creation.match.tasks import look_for_windows
from cofab.apps.proposition.publish import actions as publish
from cofab.apps.proposition.publish.models import Machine, Occupancy
from cofab.apps.proposition.publish.reference import Process, Town
from cofab.core.creation.match.asking import Wanted
from cofab.core.kernel.refusal import Refused
from cofab.core.kernel.window import Window

pytestmark = pytest.mark.django_db
ALL_DAY = {"zone": "Asia/Shanghai", "shifts": [{"days": list(range(7)), "spans": [["08:00", "20:00"]]}]}
WORD = {"trade_zh": "", "trade_en": "", "name_zh": "五轴联动铣削", "name_en": "5-axis milling"}


@pytest.fixture
def market(make_firm):
    """Four five-axis machines: open, on request, open but far, open but full; and a buyer."""
    Process.objects.get_or_create(id="5-axis-simultaneous-milling", defaults={**WORD, "families": ["milling"]})
    for name, latitude in (("here", 29_000_000), ("there", 32_000_000)):
        named = {"name_zh": name, "name_en": name, "latitude_udeg": latitude, "longitude_udeg": 121_000_000}
        Town.objects.get_or_create(id=name, defaults=named)
    mill, buyer = make_firm("Mill"), make_firm("Buyer", kind="demander")
    with platform():
        for firm in (mill, buyer):
            firm.organisation.admission, firm.organisation.town = "admitted", "here"
            firm.organisation.save()
        far = make_firm("Far").organisation
        far.admission, far.town = "admitted", "there"
        far.save()
        made = {}
        for name, owner, visibility in (
            ("open", mill.organisation, "open"), ("shy", mill.organisation, "request"), ("far", far, "open"),
            ("full", mill.organisation, "open"),
        ):  # fmt: skip
            made[name] = Machine.objects.create(
                organisation=owner, name=name, code=f"t/{name}", processes=["5-axis-simultaneous-milling"],
                families=["milling"], rate_minor_per_h=9_000, visibility=visibility, shift=ALL_DAY, audience=[owner.pk],
            )  # fmt: skip
    wanted = tomorrow(8)
    publish.block(mill.viewer, made["full"].key, Window(wanted.start.astimezone(UTC), wanted.end.astimezone(UTC)))
    return mill, buyer, made


def tomorrow(hours, **more):
    """Return a search for so many hours tomorrow."""
    start = datetime.combine(
        timezone.localtime(now()).date() + timedelta(days=1), time(0), timezone.get_current_timezone()
    )
    end, process = start + timedelta(days=1), "5-axis-simultaneous-milling"
    return Wanted(start, end, hours * 3600, process, town="here", within_km=100, **more)


def test_open_ones_are_found_by_time_and_others_without_it(market):
    mill, buyer, _made = market
    answer = find(tomorrow(8), [buyer.id])
    assert [one.machine for one in answer.free] == ["open"]
    assert answer.free[0].slot.seconds == 8 * 3600
    assert [(one.machine, one.slot) for one in answer.ask] == [("shy", None)]
    assert {one.machine: one.reason.code for one in answer.near} == {"far": "match.far", "full": "match.no_window"}
    assert find(tomorrow(8), [mill.id]).ask == []
    too_long = find(tomorrow(13))
    assert not too_long.free
    assert [one.machine for one in too_long.ask] == ["shy"]


def test_from_no_answer_can_be_read_whether_a_shy_machine_is_busy(market):
    mill, _buyer, made = market
    before = find(tomorrow(8)).ask
    whole = Window(tomorrow(8).start.astimezone(UTC), tomorrow(8).end.astimezone(UTC))
    publish.block(mill.viewer, made["shy"].key, whole)
    assert find(tomorrow(8)).ask == before


def test_stretches_are_shown_or_hidden_as_their_owner_says(market):
    mill, _buyer, made = market
    day = tomorrow(8).start.astimezone(UTC)
    whole = Window(day, day + timedelta(days=1))
    publish.open_up(mill.viewer, [(made["open"].key, whole)], "request")
    publish.open_up(
        mill.viewer, [(made["shy"].key, Window(day + timedelta(hours=8), day + timedelta(hours=14)))], "open"
    )
    answer = find(tomorrow(4))
    assert [one.machine for one in answer.free] == ["shy"]
    assert answer.free[0].slot.end <= day + timedelta(hours=14)
    assert [one.machine for one in answer.ask] == ["open"]
    assert {one.machine for one in find(tomorrow(8)).ask} == {"open", "shy"}


def test_the_page_finds_holds_and_gives_back(market, client_for):
    _mill, buyer, made = market
    client = client_for(buyer)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert client.get("/candidates/").status_code == 200
    page = client.get("/candidates/", {"q": "five-axis tomorrow for 8 hours within 100 km"})
    assert [one.machine for one in page.context["free"].chosen] == ["open"]
    assert b"shy" in page.content
    assert client.get("/candidates/", {"q": "something tomorrow"}).context["wanted"] is None
    told = client.get("/candidates/", {"q": "five-axis tomorrow for 8 hours within 100 km", "format": "csv"})
    assert len(told.content.decode().splitlines()) == 3
    slot = page.context["free"].chosen[0].slot
    body = {"machine": made["open"].key, "start": slot.start.isoformat(), "end": slot.end.isoformat()}
    assert client.post("/candidates/hold", body).status_code == 302
    assert client.post("/candidates/hold", {**body, "machine": made["shy"].key}).status_code == 404
    assert client.post("/candidates/hold", {**body, "start": "soon"}).status_code == 422
    page = client.get("/candidates/", {"q": "five-axis tomorrow for 8 hours within 100 km"})
    assert page.context["free"].chosen == []
    (held,) = page.context["holds"]
    assert client.post(f"/candidates/holds/{held['key']}/back").status_code == 302
    with platform():
        assert Occupancy.objects.get(key=held["key"]).state == "released"
    assert client.post(f"/candidates/holds/{held['key']}/back").status_code == 404


def test_who_waits_is_told_once_and_may_end_it(market, client_for):
    mill, buyer, made = market
    client = client_for(buyer)
    with platform():
        Machine.objects.filter(pk=made["open"].pk).update(active=False)
    fields = {"kind": "5-axis-simultaneous-milling", "hours": "8", "town": "here", "km": "100"}
    day = (timezone.localtime(now()) + timedelta(days=1)).date().isoformat()
    assert client.post("/candidates/wait", {**fields, "first": day, "last": day}).status_code == 302
    (row,) = _waitings(buyer)
    assert look_for_windows(timestamp=0) == 0
    with platform():
        Machine.objects.filter(pk=made["open"].pk).update(active=True)
    assert look_for_windows(timestamp=0) == 1
    assert look_for_windows(timestamp=0) == 0
    with platform():
        assert Event.objects.filter(kind="match.opened", subject=row.key, audience=[buyer.id]).count() == 1
    assert client.get(f"/candidates/?waiting={row.key}").context["free"].chosen
    assert client_for(mill).get(f"/candidates/?waiting={row.key}").status_code == 404
    assert client.post(f"/candidates/waiting/{row.key}/end").status_code == 302
    assert _waitings(buyer) == []


def _waitings(firm):
    with platform():
        return list(waiting.waitings_for(firm.viewer))


@pytest.mark.parametrize(
    ("rule", "hours", "code"),
    [
        ({"minimum_slot_s": 4 * 3600}, (9, 12), "publish.slot_too_short"),
        ({"notice_s": 72 * 3600}, (9, 12), "publish.notice_too_short"),
        ({"buffer_s": 3600}, (9, 12), "publish.too_near"),
    ],
)
def test_each_booking_rule_is_kept_by_the_database(market, rule, hours, code):
    mill, buyer, made = market
    day = tomorrow(8).start.astimezone(UTC)
    publish.block(
        mill.viewer, made["open"].key, Window(day + timedelta(hours=12, minutes=30), day + timedelta(hours=13))
    )
    publish.change_machine(mill.viewer, made["open"].key, rule)
    window = Window(*(day + timedelta(hours=hour) for hour in hours))
    with pytest.raises(Refused, match=code):
        publish.reserve(buyer.viewer, made["open"].key, window, "", now() + timedelta(minutes=30))
    publish.change_machine(mill.viewer, made["open"].key, dict.fromkeys(rule, 0))
    row = publish.reserve(buyer.viewer, made["open"].key, window, "", now() + timedelta(minutes=30))
    publish.change_machine(mill.viewer, made["open"].key, {"cancel_s": 80 * 3600})
    with pytest.raises(Refused, match="too_late"):
        publish.give_back(buyer.viewer, row.key)


def test_classes_are_shown_with_criteria_and_what_the_reader_lacks(market, client_for):
    mill, buyer, _made = market
    classes = {one["key"]: one for one in client_for(mill).get("/candidates/classes").context["classes"]}
    assert "Mill" in classes["quick"]["firms"]
    assert classes["quick"]["mine"] is True
    assert not classes["quick"]["lacks"]
    assert classes["certified"]["lacks"]
    assert all(one["criteria"] for one in classes.values())
    assert not any(one["lacks"] for one in client_for(buyer).get("/candidates/classes").context["classes"])
