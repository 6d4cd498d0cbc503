"""Money under kills: processes that die at named points, a database that is stopped hard, webhooks in any order.

Each kill is a forked process that does one deed of money and is shot with SIGKILL at one point of it. Another then does
the same deed again, as a job or a caller would, and the books must say that it happened once. Whatever was told
before the shot must stand.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction

from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.ledger.actions import (
    Of,
    Resolution,
    Want,
    entries,
    holds,
    open_accounts,
    place,
    post,
    post_many,
    resolve,
)
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer
from cofab.apps.realisation.ledger.custody.test_custodian import TestCustodian
from cofab.apps.realisation.ledger.invariants import check
from cofab.apps.realisation.ledger.models import Account
from cofab.core.realisation.ledger.entry import transfer

KILLS, SAMPLE, SEED, PART = 500, 12, 6, 100
BATCH = 8


@dataclass
class Case:
    """One deed with money of its own: the accounts of one order."""

    number: int
    owner: Any

    @property
    def order(self) -> str:
        return f"ord_kill{self.number}"

    def accounts(self) -> list[str]:
        wanted = [Of("custody", custodian="test"), *(Of(k, self.owner.id, self.order) for k in ("deposit", "payable"))]
        return [account.key for account in open_accounts(wanted)]

    def figures(self) -> tuple[tuple[int, int], ...]:
        """Return (posted, held) of the order's deposit and payable."""
        with platform():
            rows = Account.objects.filter(order_key=self.order).order_by("kind")
            return tuple((row.posted_minor, row.held_minor) for row in rows)


def webhook(case: Case) -> None:
    asked = custody.ask_deposit(case.owner.viewer, case.order, PART)
    custody.deposit_confirmed("test", asked.reference, PART, f"bank-{case.number}")


def funded(case: Case) -> list[str]:
    bank, deposit, payable = case.accounts()
    post(SYSTEM, transfer("deposit", f"fund-{case.number}", bank, {deposit: PART}))
    return [bank, deposit, payable]


def moved(case: Case, to: str) -> None:
    """Secure all, and let it go once: to the payee, or back to whom it came from."""
    bank, deposit, payable = funded(case)
    hold = place(SYSTEM, [Want(deposit, PART, "m1", f"hold-{case.number}", case.order)])[0]
    if hold.state == "held":
        target = ((payable, PART),) if to == "release" else ((bank, PART),)
        resolve(SYSTEM, [Resolution(hold.key, "post", to, target)])


def batch(case: Case) -> None:
    _, deposit, payable = funded(case)
    each = [transfer("payout", f"pay-{case.number}-{n}", deposit, {payable: PART // 10}) for n in range(BATCH)]
    post_many(SYSTEM, each)


def pay_out(case: Case) -> None:
    bank, _, payable = case.accounts()
    post(SYSTEM, transfer("earned", f"earn-{case.number}", bank, {payable: PART}))
    with platform():
        rows = CustodyTransfer.objects.filter(order_key=case.order, direction="out")
        waits = rows.filter(state="asked").first()
    row = waits or custody.pay_out(SYSTEM, payable)
    if row is not None:
        custody.send(row.reference)


DEEDS: dict[str, tuple[Callable[[Case], None], tuple[tuple[int, int], ...]]] = {
    "webhook": (webhook, ((PART, 0),)),
    "release": (lambda case: moved(case, "release"), ((0, 0), (PART, 0))),
    "refund": (lambda case: moved(case, "refund"), ((0, 0), (0, 0))),
    "batch payout": (batch, ((PART - BATCH * (PART // 10), 0), (BATCH * (PART // 10), 0))),
    "pay-out": (pay_out, ((0, 0), (0, 0))),
}
"""Each deed, and the figures of its deposit and payable once it is done."""

POINTS: dict[str, tuple[Any, str, bool]] = {
    "before the lock": (holds, "lock", True),
    "after the lock": (holds, "lock", False),
    "before the entries": (entries, "_called", True),
    "after the entries": (entries, "_called", False),
    "before the commit": (None, "commit", True),
    "after the commit": (None, "commit", False),
    "before the webhook is stored": (custody, "_answer", True),
    "after the webhook is stored": (custody, "_answer", False),
    "when the job is claimed": (custody, "send", True),
    "before the call outside": (TestCustodian, "pay_out", True),
    "after the call outside": (TestCustodian, "pay_out", False),
    "before the reply": (None, "reply", True),
}
"""Named points: where, the function, and whether the shot falls before it."""
PASSED = {
    "webhook": {"before the entries", "after the entries", "before the webhook is stored",
                "after the webhook is stored"},
    "release": {"before the lock", "after the lock", "before the entries", "after the entries"},
    "refund": {"before the lock", "after the lock", "before the entries", "after the entries"},
    "batch payout": {"before the entries", "after the entries"},
    "pay-out": set(POINTS) - {"before the reply"},
}  # fmt: skip


def plans(seed: int, count: int) -> Iterator[tuple[str, str, int]]:
    """Yield (deed, point, which passage of it), every pair in turn, the passage by seeded chance."""
    dice = random.Random(seed)
    always = {"before the commit", "after the commit", "before the reply"}
    pairs = [(deed, point) for deed in DEEDS for point in POINTS if point in PASSED[deed] | always]
    for deed, point in itertools.islice(itertools.cycle(pairs), count):
        yield deed, point, 1 if point == "before the reply" else dice.randint(1, 3)


def shoot_at(point: str, passage: int) -> None:
    """Arrange that this process dies at the named point when it is passed the given time."""
    where, name, before = POINTS[point]
    if name == "commit":
        where = connections["default"]
    if where is None:
        return
    whole, left = getattr(where, name), itertools.count(1)

    def watched(*args: Any, **options: Any) -> Any:
        hit = next(left) == passage
        if hit and before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = whole(*args, **options)
        if hit:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(where, name, watched)


def in_child(case: Case, deed: str, point: str = "", passage: int = 1) -> tuple[bool, bool]:
    """Do a deed in a process of its own; return (whether it was told done, whether it was shot)."""
    ear, mouth = os.pipe()
    if not (child := os.fork()):
        code = 1
        try:
            connections["default"].connection = None  # the parent's is not ours to close
            if point:
                shoot_at(point, passage)
            DEEDS[deed][0](case)
            if point == "before the reply":
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(mouth, b"done")
            code = 0
        finally:
            os._exit(code)
    os.close(mouth)
    told = os.read(ear, 4) == b"done"
    os.close(ear)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, (deed, point)
    return told, os.WIFSIGNALED(status)


def killed(firm: Any, seed: int, count: int) -> int:
    """Do deeds until `count` were shot at a named point, each again until it is told done; return how many deeds."""
    shots = 0
    for number, (deed, point, passage) in enumerate(plans(seed, 100 * count), 1):
        case = Case(number, firm)
        told, shot = in_child(case, deed, point, passage)
        shots += shot
        if told:
            assert case.figures() == DEEDS[deed][1], f"told, and lost: {deed} {point}"
        assert in_child(case, deed) == (True, False)
        assert case.figures() == DEEDS[deed][1], f"{deed}, shot {point} ({passage})"
        if shots == count:
            return number
    raise AssertionError(f"only {shots} shots fell")


@pytest.mark.django_db(transaction=True)
def test_a_sample_of_kills(make_firm):
    firm = make_firm("Payer", kind="demander")
    connections.close_all()
    killed(firm, SEED, SAMPLE)
    assert check().holds


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_500_kills_at_named_points_lose_and_double_nothing(make_firm, capsys):
    firm = make_firm("Payer", kind="demander")
    connections.close_all()
    began = time.monotonic()
    deeds = killed(firm, SEED + 1, KILLS)
    assert check().holds
    with capsys.disabled():
        print(f"\n{KILLS} kills in {deeds} deeds, {time.monotonic() - began:.0f} s")


class Rolled(Exception):
    """Takes everything back."""


def after(deal: Any, reports: list[Callable[[], Any]]) -> Any:
    """Return what stands after the reports came, and take them back."""
    state: Any = None
    try:
        with transaction.atomic():
            for report in reports:
                report()
            rows = Account.objects.filter(order_key=deal.key).order_by("kind", "owner_id")
            transfers = CustodyTransfer.objects.filter(order_key=deal.key).order_by("id")
            state = (
                tuple(rows.values_list("kind", "owner_id", "posted_minor", "held_minor")),
                tuple(transfers.values_list("reference", "state", "received_minor")),
            )
            raise Rolled
    except Rolled:
        return state


def six_events(make_deal: Any) -> tuple[Any, list[Callable[[], Any]]]:
    """Return a deal and six reports of its bank: three parts of a deposit and the answers to three pay-outs."""
    deal = make_deal()
    asked = custody.ask_deposit(deal.firms["buyer"].viewer, deal.key, deal.facts.price_minor)
    bank = open_accounts([Of("custody", custodian="test")])[0].key
    reports = [
        (lambda name=name, part=part: custody.deposit_confirmed("test", asked.reference, part, name))
        for name, part in (("a", 100), ("b", 250), ("c", deal.facts.price_minor - 350))
    ]
    for who, paid in (("turner", True), ("miller", False), ("carrier", True)):
        payable = open_accounts([Of("payable", deal.firms[who].id, deal.key)])[0].key
        post(SYSTEM, transfer("earned", f"earned-{who}", bank, {payable: 70}))
        row = custody.pay_out(SYSTEM, payable)
        reports.append(
            lambda row=row, paid=paid: custody.payout_answered("test", row.reference, f"x{row.reference}", paid=paid)
        )
    return deal, reports


def in_any_order(make_deal: Any, orders: list[tuple[int, ...]], seed: int) -> None:
    deal, reports = six_events(make_deal)
    dice = random.Random(seed)
    states = set()
    for order in orders:
        told = [reports[i] for i in order]
        for again in dice.sample(reports, 3):  # repeats come at any time, even before the first of their kind
            told.insert(dice.randint(0, len(told)), again)
        states.add(after(deal, told))
    assert len(states) == 1


@pytest.mark.django_db
def test_webhooks_in_some_orders_end_in_one_state(make_deal, system):
    in_any_order(make_deal, random.Random(SEED).sample(list(itertools.permutations(range(6))), 6), SEED)


@pytest.mark.prove
@pytest.mark.django_db
def test_webhooks_in_all_720_orders_with_repeats_end_in_one_state(make_deal, system):
    in_any_order(make_deal, list(itertools.permutations(range(6))), SEED)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_a_database_stopped_hard_under_load_keeps_what_it_acknowledged(make_firm, tmp_path):
    """All processes of a durable server are shot three times while eight clients write."""
    from cofab.config.database import ensure_server, stop_server

    server = ensure_server(tmp_path)
    try:
        with psycopg.connect(server.superuser_url, autocommit=True) as link:
            link.execute("CREATE TABLE note (id text PRIMARY KEY)")
        told, done, lock = [], threading.Event(), threading.Lock()

        def client(name: int) -> None:
            number = 0
            while not done.is_set():
                try:
                    with psycopg.connect(server.superuser_url, autocommit=True, connect_timeout=2) as link:
                        while not done.is_set():
                            number += 1
                            link.execute("INSERT INTO note VALUES (%s)", [f"{name}-{number}"])
                            with lock:
                                told.append(f"{name}-{number}")
                except psycopg.OperationalError:
                    time.sleep(0.05)

        clients = [threading.Thread(target=client, args=(n,)) for n in range(8)]
        for one in clients:
            one.start()
        for _ in range(3):
            time.sleep(1.5)
            first = int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0])
            shot_dead(first)
            ensure_server(tmp_path)
        time.sleep(1)
        done.set()
        for one in clients:
            one.join()
        with psycopg.connect(server.superuser_url) as link:
            stand = {row[0] for row in link.execute("SELECT id FROM note")}
        assert len(told) > 50
        assert set(told) <= stand
        assert len(told) == len(set(told))
    finally:
        stop_server(tmp_path)


def shot_dead(postmaster: int) -> None:
    import psutil

    whole = [psutil.Process(postmaster), *psutil.Process(postmaster).children()]
    for process in whole:
        process.kill()
    psutil.wait_procs(whole, 10)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 1])
def test_a_process_whose_clock_is_a_day_off_expires_nothing_early(make_firm, monkeypatch, days, system):
    """Names of rows are made by the process's clock; what falls due is decided by the database's."""
    from datetime import datetime, timedelta

    from cofab.apps.base import ids
    from cofab.apps.base.clock import now

    class Off(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr(ids, "datetime", Off)
    case = Case(1, make_firm("Payer"))
    _, deposit, _ = funded(case)
    later, sooner = now() + timedelta(hours=1), now() - timedelta(seconds=1)
    place(
        SYSTEM, [Want(deposit, 40, "m", "late", case.order, later), Want(deposit, 30, "m", "due", case.order, sooner)]
    )
    assert holds.expire_due() == 1
    assert case.figures()[0] == (PART, 40)
    assert check().holds
