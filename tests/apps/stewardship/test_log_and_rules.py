"""The log grows by what happened and proves it; rules are versions."""

import pytest
from django.db import IntegrityError, connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import acting
from cofab.apps.stewardship.governance import actions, selectors
from cofab.apps.stewardship.governance.models import RuleVersion
from cofab.apps.stewardship.provenance import operator_key
from cofab.apps.stewardship.provenance.actions import append, bundle, check_point
from cofab.apps.stewardship.provenance.models import Checkpoint, LogLeaf
from cofab.apps.stewardship.provenance.selectors import consistency, latest, leaves, logged
from cofab.apps.stewardship.rights.selectors import accesses
from cofab.core.kernel.refusal import Refused
from cofab.core.stewardship.governance.defaults import DEFAULTS
from cofab.core.stewardship.provenance.checkpoint import LOG, sealed
from cofab.core.stewardship.provenance.merkle import consistent, root
from cofab.core.stewardship.provenance.verify import verify

pytestmark = pytest.mark.django_db


def _happen(firm, count=1, subject="ord_1"):
    with acting(firm.viewer):
        return [remember(firm.viewer, "x.y", subject=subject, facts={"n": n}, audience=[firm.id]) for n in range(count)]


def test_every_event_gets_one_leaf_in_order(make_firm, system):
    firm = make_firm("Mill")
    append()
    before = LogLeaf.objects.count()
    rows = _happen(firm, 5)
    assert append() == 5
    assert append() == 0
    places = LogLeaf.objects.filter(event__in=rows).order_by("event_id").values_list("index", flat=True)
    assert list(places) == list(range(before, before + 5))


def test_a_checkpoint_is_signed_and_later_ones_extend_it(make_firm, system):
    firm = make_firm("Mill")
    _happen(firm, 3)
    append()
    first = check_point()
    assert check_point().pk == first.pk
    _happen(firm, 4)
    append()
    second = check_point()
    stated = {
        "origin": second.origin,
        "size": second.size,
        "root": second.root,
        "at": second.at.isoformat().replace("+00:00", "Z"),
    }
    assert sealed(second.public_key, LOG, stated, second.signature)
    assert second.root == root(leaves(second.size)).hex()
    proof = [bytes.fromhex(step) for step in consistency(first.size, second.size)]
    assert consistent(first.size, second.size, bytes.fromhex(first.root), bytes.fromhex(second.root), proof)
    assert latest().pk == second.pk


def test_the_operators_key_is_made_once_and_kept_to_itself(settings, tmp_path):
    settings.COFAB_DATA = tmp_path
    assert operator_key.public_key() == operator_key.public_key()
    assert (tmp_path / operator_key.FILE).stat().st_mode & 0o077 == 0
    assert len(list((tmp_path / "keys").iterdir())) == 1


@pytest.mark.parametrize("model", [LogLeaf, Checkpoint, RuleVersion])
def test_neither_log_nor_rules_are_rewritten(make_firm, system, model):
    _happen(make_firm("Mill"))
    append()
    check_point()
    for statement in (
        f"DELETE FROM {model._meta.db_table}",
        f"UPDATE {model._meta.db_table} SET {model._meta.fields[1].column} = {model._meta.fields[1].column}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_bundle_holds_what_its_reader_may_see_and_nothing_else(make_firm):
    mill, other = make_firm("Mill"), make_firm("Other")
    _happen(mill, 2)
    _happen(other, 1)
    with acting(mill.viewer):
        rows = list(Event.visible_to(mill.viewer).filter(subject="ord_1"))
        made = bundle(mill.viewer, {"id": "ord_1"}, rows, [], [])
    report = verify(made, operator_key.public_key())
    assert {c["name"] for c in report["checks"] if c["result"] != "right"} == {"signatures"}
    assert (report["result"], report["reader"]) == ("not_enough", mill.organisation.key)
    with acting(other.viewer), pytest.raises(Refused, match=r"provenance\.empty"):
        bundle(other.viewer, {"id": "ord_1"}, rows, [], [])


def test_events_logged_after_a_checkpoint_wait_for_the_next(make_firm, system):
    firm = make_firm("Mill")
    early = _happen(firm, 1)
    append()
    checkpoint = check_point()
    late = _happen(firm, 1)
    append()
    assert [item.event.id for item in logged([*early, *late], checkpoint)] == [early[0].key]


def test_declared_rules_are_in_force_after_migration(system):
    assert {rules.name for rules in DEFAULTS.values()} <= set(selectors.names())
    assert selectors.current("credit").values["quantile_ppm"] == 50_000
    assert actions.install_declared() == 0


def test_members_amend_rules_and_the_past_keeps_its_own(make_firm):
    operator, mill = make_firm("Operator", kind="operator", roles=("operator",)), make_firm("Mill", roles=("planner",))
    before = selectors.current("fees")
    row = actions.amend(operator.viewer, "fees", {"platform_ppm": 20_000})
    after = selectors.current("fees")
    assert (after.version, after["platform_ppm"], after.hash) == (before.version + 1, 20_000, row.hash)
    assert [rules.hash for rules in selectors.by_hash([before.hash])] == [before.hash]
    assert actions.install_declared() == 0
    for viewer, name, changes, code in (
        (mill.viewer, "fees", {"platform_ppm": 1}, "forbidden"),
        (operator.viewer, "fees", {"platform_ppm": 20_000}, "same_rules"),
        (operator.viewer, "nothing", {}, "not_found"),
    ):
        with pytest.raises(Refused, match=code):
            actions.amend(viewer, name, changes)


def test_who_took_a_drawing_is_known_to_its_owner(make_firm):
    from cofab.apps.base.files import fetched, store

    owner, reader, stranger = make_firm("Owner"), make_firm("Reader"), make_firm("Stranger")
    with acting(owner.viewer):
        file = store(owner.viewer, "fbh.step", b"ISO", "model/step", [owner.id, reader.id])
    with acting(reader.viewer):
        fetched(reader.viewer, file.key)
    with acting(owner.viewer):
        taken = accesses(owner.viewer, file.key)
    assert [access.organisation for access in taken] == [reader.organisation.key]
    with acting(stranger.viewer), pytest.raises(Refused, match="not_found"):
        accesses(stranger.viewer, file.key)


def test_amended_rules_survive_a_new_release(make_firm, system):
    operator = make_firm("Operator", kind="operator")
    actions.amend(operator.viewer, "split", {"base_ppm": 800_000, "performance_ppm": 150_000})
    assert actions.install_declared() == 0
    assert selectors.current("split")["base_ppm"] == 800_000


def test_a_value_that_a_release_adds_comes_to_amended_rules_too(make_firm, system):
    """Else code that reads it would break where members have changed another one."""
    operator = make_firm("Operator", kind="operator")
    RuleVersion.objects.create(
        name="fees", version=2, values={"platform_ppm": 1}, hash="older", in_force_from=now(), amended=True
    )
    assert actions.install_declared() == 1
    rules = selectors.current("fees")
    assert (rules.version, rules["platform_ppm"], rules["of"]) == (3, 1, "work")
    assert actions.amend(operator.viewer, "fees", {"platform_ppm": 2}).version == 4


def test_every_rule_set_is_named_where_it_is_declared(make_firm, client_for):
    page = client_for(make_firm("Firm")).get("/rules/").content.decode()
    assert all(title in page for title in ("Contract clauses", "Breakdowns", "Publishing", "Search"))
