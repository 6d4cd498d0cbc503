"""The one history is append-only, committed to, and seen by its audience; live pages hear of it."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from cofab.apps.base.events import fact_of, history, remember
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import acting, platform
from cofab.core.kernel.event import commitment

pytestmark = pytest.mark.django_db


def told(firm, **more):
    with acting(firm.viewer):
        return remember(firm.viewer, "test.tell", subject="tst_1", facts={"n": 1}, audience=[firm.id], **more)


def test_an_event_is_committed_to_and_names_who_did_it(make_firm):
    mill = make_firm("Mill")
    row = told(mill, before="draft", after="sent")
    with acting(mill.viewer):
        stored = Event.objects.get(key=row.key)
    assert (stored.actor, stored.on_behalf) == (mill.person.key, mill.organisation.key)
    assert stored.commitment == commitment(fact_of(stored), bytes(stored.salt))
    assert commitment(fact_of(stored), b"other salt") != stored.commitment


@pytest.mark.parametrize("change", ["UPDATE base_event SET after = 'x'", "DELETE FROM base_event"])
def test_history_cannot_be_rewritten(make_firm, change):
    told(make_firm("Mill"))
    with (
        platform(),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
    ):
        cursor.execute(change)


def test_the_plain_role_cannot_take_the_guards_away():
    with connection.cursor() as cursor:
        for change in (
            "ALTER TABLE base_event DISABLE ROW LEVEL SECURITY",
            "DROP TRIGGER cofab_append_only ON base_event",
            "TRUNCATE base_event",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(change)


def test_history_is_seen_by_its_audience_only(make_firm):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    told(mill)
    with acting(rival.viewer):
        assert not history(rival.viewer, "tst_1").exists()
        assert not Event.objects.exists()
    with acting(mill.viewer):
        assert history(mill.viewer, "tst_1").count() == 1


def test_nobody_writes_history_for_others(make_firm):
    mill, rival = make_firm("Mill"), make_firm("Rival")
    with pytest.raises(DatabaseError, match="row-level security"), acting(mill.viewer):
        remember(mill.viewer, "test.tell", subject="tst_1", audience=[rival.id])


def test_facts_hold_no_floats(make_firm):
    with pytest.raises(TypeError, match="no floats"):
        mill = make_firm("Mill")
        remember(mill.viewer, "test.tell", subject="tst_1", facts={"price": 1.5}, audience=[mill.id])
