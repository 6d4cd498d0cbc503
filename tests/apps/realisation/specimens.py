"""The money of an order between a firm and a maker that nobody else knows."""

from datetime import UTC, datetime

from cofab.apps.base.ids import fresh
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import SYSTEM, platform
from cofab.apps.realisation.ledger.custody import actions as custody
from cofab.apps.realisation.ledger.custody import direct
from cofab.apps.realisation.settle import actions as settle
from cofab.apps.realisation.settle.models import Milestone
from cofab.core.creation.agree.facts import Due, OrderFacts, Party
from cofab.core.stewardship.governance.defaults import AGREE


def facts(firm):
    """Return what the contract of a firm with a new maker says."""
    maker = Organisation.objects.create(kind="supplier", name_en="Maker", admission="admitted")
    buyer, made = Party(firm.organisation.key, "b", "b", "buyer"), Party(maker.key, "m", "m", "maker")
    return OrderFacts(
        id=fresh("ord"),
        number="O-1",
        version=1,
        mode="agent",
        buyer=buyer,
        parties=(made,),
        title="Block",
        material="6061-T6",
        quantity=50,
        currency="CNY",
        price_minor=113_000,
        lines=(Due("run", maker.key, 100_000, 13_000),),
        due_at=datetime(2026, 12, 20, tzinfo=UTC),
        promised_at=datetime(2026, 12, 18, tzinfo=UTC),
        rules=AGREE.values,
        rule_hashes={"agree": AGREE.hash},
    )


def money(firm):
    """Return the key of an order whose money is secured."""
    said = facts(firm)
    settle.fix(firm.viewer, said)
    asked = custody.ask_deposit(firm.viewer, said.id, said.price_minor)
    custody.deposit_confirmed("test", asked.reference, said.price_minor, f"bank-{said.id}")
    assert settle.secure(SYSTEM, said.id)
    return said.id


def _key(firm):
    return {"key": money(firm)}


def _order(firm):
    return {"order": money(firm)}


def _milestone(firm):
    key = money(firm)
    with platform():
        return {"key": key, "milestone": Milestone.objects.filter(order_key=key, trigger="accepted").first().key}


def _contested(firm):
    return {"key": _milestone(firm)["milestone"]}


def _disputed(firm):
    found = _milestone(firm)
    settle.contest(firm.viewer, found["milestone"])
    return found


def _disputed_alone(firm):
    return {"key": _disputed(firm)["milestone"]}


def _payment(firm):
    with platform():
        payer = Organisation.objects.create(kind="demander", name_en="Payer", admission="admitted")
    said = direct.DirectPayment(order_key=fresh("ord"), payer=payer, payee=firm.organisation, amount_minor=1)
    said.audience = [firm.id]
    said.payer_confirmed_at = datetime(2026, 12, 1, tzinfo=UTC)
    direct.oblige(SYSTEM, said.order_key, payer.pk, firm.id, 1, said.key)
    with platform():
        said.save()
    return {"key": said.key}


def _payment_of(firm):
    found = _payment(firm)
    with platform():
        order = direct.DirectPayment.objects.get(key=found["key"]).order_key
    return {"key": order, "payment": found["key"]}


SPECIMENS = {
    "/money/{key}/payments/{payment}/confirm": _payment_of,
    "/money/{key}": _key,
    "/money/{key}/milestones/{milestone}": _milestone,
    "/credit/rate/{order}": _order,
    "/money/{key}/milestones/{milestone}/settle": _disputed,
    "/api/v1/milestones/{key}/settle": _disputed_alone,
    "/api/v1/earnings/{order}": _order,
    "/api/v1/milestones/{key}": _contested,
    "/api/v1/orders/{key}/money": _key,
    "/api/v1/orders/{key}/ratings": _key,
    "/api/v1/payments/{key}": _payment,
}
PUBLIC = {"/credit/{key}", "/api/v1/organisations/{key}/credit"}
