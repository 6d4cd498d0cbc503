"""Answers, silence and steady machines become records of a firm's credit by themselves."""

import pytest

from cofab.apps.base.clock import advance
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.agree import actions as agree
from cofab.apps.creation.agree.models import Request
from cofab.apps.realisation.rate.models import Credit, Record
from cofab.apps.realisation.rate.records import note_answer, note_silence, note_stability

pytestmark = pytest.mark.django_db


def test_an_answer_in_time_is_good_and_counts_once(make_story):
    story = make_story()
    firm = story.firms["mill"].organisation
    event = Event.objects.get(kind="agree.request_accept")
    for _ in range(2):
        note_answer(event.key)
    (record,) = Record.objects.filter(organisation=firm)
    assert (record.kind, record.good_ppm, record.evidence) == ("answers", 1_000_000, event.subject)
    assert record.counterparty == story.firms["buyer"].organisation
    assert Credit.objects.get(organisation=firm).count == 1


def test_silence_until_the_order_lapses_is_bad(make_story):
    story = make_story()
    Request.objects.filter(order__key=story.key).update(state="asked", answered_at=None)
    advance(30 * 86_400)
    assert agree.lapse_due(SYSTEM) == [story.key]
    event = Event.objects.get(kind="agree.lapse", subject=story.key)
    assert note_silence(event.key) == 1
    record = Record.objects.get(organisation=story.firms["mill"].organisation)
    assert (record.kind, record.good_ppm) == ("answers", 0)


def test_machines_that_were_not_heard_make_no_record(make_story):
    story = make_story()
    type(story.machine).objects.update(telemetry=True)
    assert note_stability() == 0
    assert not Record.objects.filter(kind="stability").exists()
