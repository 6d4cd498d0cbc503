"""A complaint is raised: what is contested of the other side's money waits, everything else flows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import SYSTEM, Viewer, platform
from cofab.apps.realisation.dispute.actions.move import Said, told, write
from cofab.apps.realisation.dispute.claims import ROLES, Complaint, claim_json, claim_of, sides
from cofab.apps.realisation.dispute.models import Dispute
from cofab.apps.realisation.dispute.refusals import OPEN_ALREADY
from cofab.apps.realisation.settle.actions import withhold
from cofab.apps.realisation.settle.models import OrderMoney
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.kernel.refusal import Refused
from cofab.core.realisation.dispute.life import check_raised, until
from cofab.core.realisation.dispute.outcome import Claim, outcome


@action
def raise_complaint(
    viewer: Viewer, order_key: str, against_key: str, said: Complaint, text: str, files: Sequence[str] = ()
) -> Dispute:
    """Complain about an order to who is paid in it or pays for it, and hold back what is claimed.

    What is claimed is the remedy asked for with the respondent as the cause, from the order's own figures. Refuses
    strangers, two that do not pay one another, an unknown kind, a second open complaint of the same kind, a complaint
    after the warranty, and one without a word of why.
    """
    viewer.require(*ROLES)
    rules = current("disputes")
    claim = claim_of(viewer, order_key, against_key, said)
    asked = outcome(claim, "respondent", said.remedy, rules.values)
    with platform():
        money, against, by_payee = sides(viewer, order_key, against_key)
        check_raised(now(), _accepted_at(money), rules.values)
    row = _row(viewer, money, against, claim, by_payee)
    row.remedy, row.claimed_minor = said.remedy, max(asked.award_minor, asked.else_minor)
    row.rules, row.rules_hash = dict(rules.values), rules.hash
    row.until = until(row.state, row.raised_at, rules.values)
    _saved(row)
    write(viewer, row, Said("complaint", text, files))
    if not by_payee and row.claimed_minor:
        held = withhold(SYSTEM, order_key, against_key, row.claimed_minor, row.key)
        row.held, row.held_minor = [one.key for one in held], sum(one.amount_minor for one in held)
        row.save(update_fields=["held", "held_minor"])
    told(viewer, row, "raise", "", {"claimed_minor": row.claimed_minor, "held_minor": row.held_minor})
    return row


def _row(viewer: Viewer, money: OrderMoney, against: Organisation, claim: Claim, by_payee: bool) -> Dispute:
    return Dispute(
        order_key=money.order_key,
        order_title=money.title,
        order_number=money.number,
        claimant_id=viewer.organisation_id,
        respondent=against,
        by_payee=by_payee,
        kind=claim.kind,
        claim=claim_json(claim),
        currency=money.currency,
        raised_at=now(),
        audience=sorted({viewer.organisation_id or 0, against.pk}),
    )


def _saved(row: Dispute) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "realisation_dispute_once" in str(error):
            raise Refused(OPEN_ALREADY) from None
        raise


def _accepted_at(money: OrderMoney) -> datetime | None:
    """Return when the goods were accepted, which began the time for ratings."""
    return money.rated_by - timedelta(days=int(money.rules["rating_days"])) if money.rated_by else None
