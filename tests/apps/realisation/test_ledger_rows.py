"""The ledger's rows: what the database itself refuses, and that a thing happens once."""

import pytest
from django.db import IntegrityError, connection, transaction

from cofab.apps.base.clock import now
from cofab.apps.base.events import fact_of
from cofab.apps.base.models import Event
from cofab.apps.base.viewer import SYSTEM, acting
from cofab.apps.realisation.ledger.actions import Of, Resolution, Want, open_accounts, place, post, post_many, resolve
from cofab.apps.realisation.ledger.mappers import entry_of
from cofab.apps.realisation.ledger.models import Account, Hold, Posting
from cofab.apps.realisation.ledger.selectors import entries
from cofab.core.kernel.event import commitment
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.ledger.entry import Entry as CoreEntry
from cofab.core.realisation.ledger.entry import Posting as CorePosting
from cofab.core.realisation.ledger.entry import transfer

pytestmark = pytest.mark.django_db


def _book(buyer, payee, order="ord_x"):
    wanted = [Of("custody", custodian="test"), Of("deposit", buyer.id, order), Of("payable", payee.id, order)]
    return [account.key for account in open_accounts(wanted)]


@pytest.fixture
def firms(make_firm):
    return make_firm("Buyer"), make_firm("Maker"), make_firm("Stranger")


def _funded(firms, amount=1000):
    buyer, maker, _ = firms
    bank, deposit, payable = _book(buyer, maker)
    post(buyer.viewer, transfer("deposit", f"fund-{buyer.id}", bank, {deposit: amount}))
    return bank, deposit, payable


def _figures(key):
    row = Account.objects.get(key=key)
    return row.posted_minor, row.held_minor


def test_balances_follow_the_postings(firms, system):
    bank, deposit, payable = _funded(firms)
    post(SYSTEM, transfer("release", f"r-{deposit}", deposit, {payable: 300}))
    assert [_figures(key) for key in (bank, deposit, payable)] == [(-1000, 0), (700, 0), (300, 0)]


def test_an_entry_under_one_key_is_written_once(firms, system):
    bank, deposit, _ = _funded(firms)
    entry = transfer("deposit", f"again-{deposit}", bank, {deposit: 5})
    first, second = post(SYSTEM, entry), post(SYSTEM, entry)
    assert first.pk == second.pk
    assert _figures(deposit) == (1005, 0)
    assert Event.objects.filter(facts__entry=first.key).count() == 1
    with pytest.raises(Refused) as refused:
        post(SYSTEM, transfer("deposit", f"again-{deposit}", bank, {deposit: 6}))
    assert refused.value.code == "ledger.key_reused_conflict"


def test_nothing_leaves_an_account_that_does_not_cover_it(firms, system):
    _, deposit, payable = _funded(firms)
    with pytest.raises(Refused) as refused:
        post(SYSTEM, transfer("release", "r", deposit, {payable: 1001}))
    assert refused.value.code == "ledger.short"
    assert _figures(deposit) == (1000, 0)


def _seen(firm):
    with acting(firm.viewer):
        return [entry.kind for entry in entries(firm.viewer)]


def test_each_party_sees_its_entries_and_a_stranger_none(firms):
    buyer, maker, stranger = firms
    _, deposit, payable = _funded(firms)
    post(SYSTEM, transfer("release", f"r-{deposit}", deposit, {payable: 300}))
    assert _seen(buyer) == ["release", "deposit"]
    assert _seen(maker) == ["release"]
    assert _seen(stranger) == []


RAW = """WITH e AS (
    INSERT INTO realisation_entry (key, kind, order_key, idempotency_key, facts, size, hash, at, audience)
    VALUES (%(name)s, 'x', '', %(name)s, '{}', %(size)s, '', now(), '{}') RETURNING id)
INSERT INTO realisation_posting (entry_id, account_id, amount_minor, audience)
SELECT e.id, a.id, p.amount, '{}' FROM e, unnest(%(keys)s::text[], %(amounts)s::bigint[]) AS p(key, amount)
JOIN realisation_account a ON a.key = p.key"""


def _insert(deposit, payable, amounts, size):
    """Write an entry and its postings by hand, in one statement."""
    about = {"name": f"raw-{amounts}-{size}", "size": size, "keys": [deposit, payable], "amounts": list(amounts)}
    with connection.cursor() as cursor:
        cursor.execute(RAW, about | {"keys": about["keys"][: len(amounts)]})


@pytest.mark.parametrize(("amounts", "size"), [((-5, 4), 2), ((5,), 2), ((), 2), ((-5, 5), 3)])
def test_the_database_refuses_what_does_not_balance(firms, system, amounts, size):
    _, deposit, payable = _funded(firms)
    with pytest.raises(IntegrityError), transaction.atomic():
        _insert(deposit, payable, amounts, size)
    assert _figures(deposit) == (1000, 0)


def test_the_database_refuses_two_currencies_that_only_balance_together(firms, system):
    maker = firms[1]
    _, deposit, _ = _funded(firms)
    euro = open_accounts([Of("payable", maker.id, "ord_x", "EUR")])[0]
    with pytest.raises(IntegrityError, match="balance"), transaction.atomic():
        _insert(deposit, euro.key, (-5, 5), 2)


def test_the_database_refuses_an_account_below_zero(firms, system):
    _, deposit, payable = _funded(firms)
    with pytest.raises(IntegrityError, match="realisation_account_covered"), transaction.atomic():
        _insert(deposit, payable, (-1001, 1001), 2)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE realisation_posting SET amount_minor = 1",
        "DELETE FROM realisation_posting",
        "UPDATE realisation_entry SET kind = 'gift'",
        "DELETE FROM realisation_entry",
        "UPDATE realisation_account SET posted_minor = 10 WHERE kind = 'deposit'",
        "UPDATE realisation_account SET held_minor = 10 WHERE kind = 'deposit'",
        "UPDATE realisation_account SET kind = 'payable' WHERE kind = 'deposit'",
        "DELETE FROM realisation_account",
    ],
)
def test_history_cannot_be_rewritten(firms, system, statement):
    _funded(firms)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_posting_cannot_be_added_to_an_old_entry(firms, system):
    _, deposit, payable = _funded(firms)
    entry = post(SYSTEM, transfer("release", f"r-{deposit}", deposit, {payable: 300}))
    account = Account.objects.get(key=payable)
    with pytest.raises(IntegrityError, match="postings"), transaction.atomic():
        Posting.objects.bulk_create([Posting(entry_id=entry.pk, account=account, amount_minor=a) for a in (5, -5)])


def test_a_posting_needs_an_entry_and_an_account_that_exist(firms, system):
    _, deposit, payable = _funded(firms)
    account = Account.objects.get(key=payable)
    with pytest.raises(IntegrityError, match="needs its entry"), transaction.atomic():
        Posting.objects.create(entry_id=10**12, account=account, amount_minor=5)
    stranger = RAW.replace("realisation_account a ON a.key = p.key", "LATERAL (SELECT 10^12::bigint AS id) a ON true")
    about = {"name": "raw-nobody", "size": 2, "keys": [deposit, payable], "amounts": [-5, 5]}
    with pytest.raises(IntegrityError, match="known accounts"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(stranger.replace("10^12", "1000000000000"), about)


def test_one_key_with_two_contents_in_one_set_is_refused(firms, system):
    bank, deposit, _ = _funded(firms)
    same, other = (transfer("deposit", "twice", bank, {deposit: n}) for n in (5, 6))
    assert [w.key for w in post_many(SYSTEM, [same, same])] == [post(SYSTEM, same).key] * 2
    with pytest.raises(Refused, match="key_reused"):
        post_many(SYSTEM, [transfer("deposit", "pair", bank, {deposit: n}) for n in (5, 6)])
    with pytest.raises(Refused, match="key_reused"):
        post_many(SYSTEM, [other, transfer("deposit", "new", bank, {deposit: 1})])
    assert _figures(deposit) == (1005, 0)


def test_what_the_database_commits_to_is_what_the_history_says(firms, system):
    _funded(firms)
    told = Event.objects.get(kind="ledger.post")
    assert told.commitment == commitment(fact_of(told), bytes(told.salt))
    row = entries(SYSTEM)[0]
    assert row.hash == entry_of(row).hash


def _held(firms, amount=400, **more):
    _, deposit, payable = _funded(firms)
    hold = place(SYSTEM, [Want(deposit, amount, "m1", f"hold-{deposit}", "ord_x", **more)])[0]
    return hold, deposit, payable


def test_a_hold_reserves_and_its_posting_moves_exactly_it(firms, system):
    hold, deposit, payable = _held(firms)
    assert _figures(deposit) == (1000, 400)
    done = resolve(SYSTEM, [Resolution(hold.key, "post", "release", ((payable, 400),))])[0]
    assert (done.state, _figures(deposit), _figures(payable)) == ("posted", (600, 0), (400, 0))
    assert done.entry.hash == entries(SYSTEM, "ord_x")[0].hash


def test_placing_the_same_hold_again_changes_nothing(firms, system):
    hold, deposit, _ = _held(firms)
    again = place(SYSTEM, [Want(deposit, 400, "m1", f"hold-{deposit}", "ord_x")])[0]
    assert (again.pk, _figures(deposit)) == (hold.pk, (1000, 400))
    with pytest.raises(Refused, match="key_reused"):
        place(SYSTEM, [Want(deposit, 401, "m1", f"hold-{deposit}", "ord_x")])


def test_held_money_is_not_free(firms, system):
    _, deposit, payable = _held(firms)
    with pytest.raises(Refused, match="short"):
        post(SYSTEM, transfer("release", "r", deposit, {payable: 601}))
    with pytest.raises(Refused, match="short"):
        place(SYSTEM, [Want(deposit, 601, "m2", "other")])


@pytest.mark.parametrize("first", ["post", "void"])
@pytest.mark.parametrize("second", ["post", "void", "expire"])
def test_a_resolved_hold_stays_resolved(firms, system, first, second):
    hold, deposit, payable = _held(firms)
    targets = ((payable, 400),)
    resolve(SYSTEM, [Resolution(hold.key, first, "release", targets if first == "post" else ())])
    before = _figures(deposit)
    with pytest.raises(Refused, match="wrong_state"):
        resolve(SYSTEM, [Resolution(hold.key, second, "release", targets)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(state="voided", entry=None, resolved_at=now())
    assert _figures(deposit) == before


def test_the_posting_of_a_hold_moves_no_more_and_no_less(firms, system):
    hold, deposit, payable = _held(firms)
    for amount in (399, 401):
        with pytest.raises(Refused, match="unbalanced"), transaction.atomic():
            resolve(SYSTEM, [Resolution(hold.key, "post", "release", ((payable, amount),))])
    assert _figures(deposit) == (1000, 400)


def test_a_hold_does_not_expire_early_even_by_hand(firms, system):
    hold, deposit, _ = _held(firms)
    with pytest.raises(Refused, match="not_due"):
        resolve(SYSTEM, [Resolution(hold.key, "expire")])
    with pytest.raises(IntegrityError, match="has not expired"), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(state="expired", resolved_at=now())
    assert _figures(deposit) == (1000, 400)


def test_money_may_pass_through_a_lead_contractor(firms, system):
    lead = firms[2]
    hold, _, payable = _held(firms)
    through = open_accounts([Of("payable", lead.id, "ord_x")])[0].key
    moves = ((through, 400), (through, -400), (payable, 400))
    resolve(SYSTEM, [Resolution(hold.key, "post", "release", moves)])
    assert (_figures(through), _figures(payable)) == ((0, 0), (400, 0))
    assert _seen(lead) == ["release"]


def test_a_raw_posting_may_not_name_unknown_accounts(system):
    with pytest.raises(Refused, match="not_found"):
        post(SYSTEM, CoreEntry("x", "k", (CorePosting("acc_no", 1), CorePosting("acc_nope", -1))))
