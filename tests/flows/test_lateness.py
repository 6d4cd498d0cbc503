"""A digest tells once what became late, or later; what stays as late is not told again, what recovers is forgotten."""

from datetime import timedelta

from cofab.apps.base.models.event import Event
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.creation.agree.models import Order
from cofab.flows.lateness import DIGEST, tell


def delay(story, days):
    with platform():
        late = story.order.promised_at + timedelta(days=days)
        Order.objects.filter(key=story.key).update(forecast_at=late, state="running")


def digests(firm):
    with platform():
        return list(Event.objects.filter(kind=DIGEST, subject=firm.organisation.key).order_by("pk"))


def test_what_became_late_is_told_once_and_again_only_when_it_gets_later(make_story, client_for):
    story = make_story()
    buyer, operator = story.firms["buyer"], story.firms["operator"]
    assert tell(SYSTEM) == 0
    delay(story, 2)
    assert tell(SYSTEM) == 2
    assert tell(SYSTEM) == 0
    delay(story, 3)
    assert tell(SYSTEM) == 2
    delay(story, 0)
    assert tell(SYSTEM) == 0
    delay(story, 1)
    assert tell(SYSTEM) == 2
    rows = digests(buyer)
    assert [row.facts["count"] for row in rows] == [1, 1, 1] and len(digests(operator)) == 3
    assert rows[0].facts["orders"].endswith("+2 d") and rows[0].audience == [buyer.id]
    assert not digests(story.firms["mill"])
    told = client_for(buyer).get("/notifications").content.decode()
    assert "became late" in told and story.order.number in told
