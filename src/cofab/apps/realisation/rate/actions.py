"""Ratings are given sealed and opened together; records become credit; pools are shared by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.rate.mappers import credit_json, rating_of, record_of
from cofab.apps.realisation.rate.models import Credit, Rating, Record
from cofab.apps.realisation.rate.selectors import performance
from cofab.apps.realisation.settle.actions import share_pools
from cofab.apps.realisation.settle.models import OrderMoney
from cofab.apps.realisation.settle.selectors import owed_of
from cofab.apps.realisation.share.models import ShareDecision
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import NOT_FOUND, WRONG_STATE, Refused
from cofab.core.kernel.window import iso
from cofab.core.realisation.rate.credit import credit
from cofab.core.realisation.rate.sealed import RATING, SELF, TOO_LATE, checked_scores, opens, score_ppm
from cofab.core.realisation.share.composite import Player


@action
def open_round(viewer: Viewer, order_key: str) -> datetime:
    """Begin the time for ratings of an order (after acceptance); return its end. Again changes nothing."""
    with platform():
        money = _money(order_key)
        if money.rated_by is None:
            money.rated_by = now() + timedelta(days=money.rules["rating_days"])
            money.save(update_fields=["rated_by"])
    return money.rated_by


def _money(order_key: str) -> OrderMoney:
    row = OrderMoney.objects.select_for_update(of=("self",)).filter(order_key=order_key).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


@action
def rate(viewer: Viewer, order_key: str, rated_key: str, scores: Mapping[str, int], note: str = "") -> Rating:
    """Rate another party of an order: the payer as supplier's buyer, a payee as the buyer's supplier; once.

    Nobody else sees it until the other side has rated too or time is up; then both open, credit is computed anew,
    and the pools are shared once every maker and the payer have rated. Refuses strangers, oneself, a second time,
    an order whose ratings have not begun or are over, and scores that do not answer the questions.
    """
    viewer.require("buyer", "planner", "engineer", "accountant")
    with platform():
        money = _money(order_key)
        rated = Organisation.objects.filter(key=rated_key).first()
        role = _role(viewer, money, rated)
        _in_time(money)
        if Rating.objects.filter(order_key=order_key, rater_id=viewer.organisation_id, rated=rated).exists():
            raise Refused(WRONG_STATE, state="rated", event="rate", life="rating")
        row = Rating.objects.create(
            order_key=order_key,
            rater_id=viewer.organisation_id,
            rated=rated,
            role=role,
            scores=checked_scores(role, scores),
            note=note,
            given_at=now(),
            audience=[viewer.organisation_id],
        )
        facts = {"order": order_key, "rated": rated_key}
        remember(viewer, "rate.give", subject=row.key, after="sealed", facts=facts, audience=row.audience)
        _open(viewer, money)
    row.refresh_from_db()
    return row


def _role(viewer: Viewer, money: OrderMoney, rated: Organisation | None) -> str:
    if rated is None or viewer.organisation_key not in (money.payer.key, *money.parties):
        raise Refused(NOT_FOUND)
    if rated.pk == viewer.organisation_id:
        raise Refused(SELF)
    if rated.pk == money.payer_id:
        return "buyer"
    if rated.key not in money.parties or viewer.organisation_id != money.payer_id:
        raise Refused(NOT_FOUND)
    return "supplier"


def _in_time(money: OrderMoney) -> None:
    if money.rated_by is None:
        raise Refused(WRONG_STATE, state="open", event="rate", life="order")
    if now() >= money.rated_by:
        raise Refused(TOO_LATE, deadline=iso(money.rated_by))


def _open(viewer: Viewer, money: OrderMoney) -> None:
    rows = list(Rating.objects.filter(order_key=money.order_key).select_related("rater", "rated"))
    due = set(opens([rating_of(row) for row in rows], now(), money.rated_by))
    for row in rows:
        if (row.rater.key, row.rated.key) in due:
            _open_one(viewer, row)
    for firm in {row.rated for row in rows if (row.rater.key, row.rated.key) in due}:
        recompute(viewer, firm.key)
    if _complete(money, rows) or now() >= money.rated_by:
        conclude(viewer, money.order_key)


def _open_one(viewer: Viewer, row: Rating) -> None:
    row.state, row.opened_at = RATING.after(row.state, "open"), now()
    row.audience = sorted({row.rater_id, row.rated_id})
    row.save(update_fields=["state", "opened_at", "audience"])
    facts = {"order": row.order_key, "rater": row.rater.key, "rated": row.rated.key, "scores": row.scores}
    remember(viewer, "rate.open", subject=row.key, before="sealed", after="open", facts=facts, audience=row.audience)
    note_record(viewer, row.rated.key, "rating", score_ppm(row.scores), row.key, row.rater.key, row.order_key)


def _complete(money: OrderMoney, rows: Sequence[Rating]) -> bool:
    makers = {key for key, kind in money.parties.items() if kind == "maker"}
    rated = {row.rated.key for row in rows if row.rater_id == money.payer_id}
    raters = {row.rater.key for row in rows if row.rated_id == money.payer_id}
    return makers <= rated and makers <= raters


@action
def conclude(viewer: Viewer, order_key: str, contributions: Mapping[str, int] | None = None) -> ShareDecision:
    """Share the pools of an order by its makers' resources, performance and contribution; once.

    Performance is the mean of what the order's records say (rating, on time, quality), one million where nothing
    does. `contributions` by public name; without them the innovation pool goes by resources.
    """
    with platform():
        money = _money(order_key)
        sums, given = owed_of(money), contributions or {}
        players = [
            Player(key, sums.get(key, 0), performance(order_key, key), given.get(key, 0))
            for key, kind in money.parties.items()
            if kind == "maker"
        ]
        return share_pools(viewer, order_key, players)


def close_due() -> int:
    """Open what is sealed and share the pools of every order whose time for ratings is over; return how many."""
    with platform():
        over = OrderMoney.objects.filter(rated_by__lte=now(), secured_at__isnull=False)
        decided = ShareDecision.objects.values("order_key")
        due = list(over.exclude(order_key__in=decided).order_by("id")[:200])
        for money in due:
            _open(SYSTEM, _money(money.order_key))
    return len(due)


@action
def note_record(
    viewer: Viewer, firm_key: str, kind: str, good_ppm: int, evidence: str, with_key: str = "", order_key: str = ""
) -> Record:
    """Note one thing that counts for an organisation's credit; the same evidence counts once.

    `kind` is one of core credit KINDS, `good_ppm` from 0 to one million, `evidence` the public name of what shows
    it. Call `recompute` after the last one.
    """
    with platform():
        firm = Organisation.objects.get(key=firm_key)
        partner = Organisation.objects.filter(key=with_key).first()
        audience = sorted({firm.pk, *([partner.pk] if partner else [])})
        row, fresh = Record.objects.get_or_create(
            organisation=firm,
            kind=kind,
            evidence=evidence,
            defaults={
                "counterparty": partner,
                "good_ppm": good_ppm,
                "order_key": order_key,
                "at": now(),
                "audience": audience,
            },
        )
        if fresh:
            facts = {"kind": kind, "good_ppm": good_ppm, "evidence": evidence, "order": order_key}
            remember(viewer, "rate.record", subject=row.key, facts=facts, audience=audience)
    return row


@action
def recompute(viewer: Viewer, firm_key: str) -> Credit:
    """Compute an organisation's credit from all its records, under the rules in force; return it."""
    with platform():
        firm = Organisation.objects.get(key=firm_key)
        rules, at = current("credit"), now()
        records = Record.objects.filter(organisation=firm).select_related("counterparty").order_by("id")
        made = credit([record_of(row) for row in records], at, rules.values)
        before = Credit.objects.filter(organisation=firm).values_list("lower_ppm", flat=True).first()
        row, _ = Credit.objects.update_or_create(
            organisation=firm, defaults={**credit_json(made), "rules": rules.hash, "at": at}
        )
        if before != row.lower_ppm:
            facts = {"from_ppm": before or 0, "to_ppm": row.lower_ppm, "records": made.count}
            remember(viewer, "rate.credit", subject=firm.key, facts=facts, audience=[firm.pk], rules=rules.hash)
    return row
