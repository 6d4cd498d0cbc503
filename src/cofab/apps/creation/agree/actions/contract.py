"""Contracts are drawn up from what was agreed and signed by each party with its own key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cofab.apps.base.action import action
from cofab.apps.base.clock import now
from cofab.apps.base.enqueue import enqueue
from cofab.apps.base.events import remember
from cofab.apps.base.models import Organisation
from cofab.apps.base.viewer import Viewer, platform
from cofab.apps.creation.agree import keys
from cofab.apps.creation.agree.actions.life import fully_signed, locked, turn
from cofab.apps.creation.agree.models import Contract, Order, Signature, SigningKey
from cofab.apps.creation.agree.refusals import (
    KEY_ELSEWHERE,
    KEY_INVALID,
    NOT_PARTY,
    OLD_VERSION,
    SIGNATURE_WRONG,
    SIGNED_ALREADY,
)
from cofab.apps.creation.agree.selectors import contract_facts
from cofab.apps.stewardship.governance.selectors import current
from cofab.core.creation.agree import signing
from cofab.core.creation.agree.terms import contract_hash, contracts, signers
from cofab.core.kernel.refusal import WRONG_STATE, Refused


def draw_up(viewer: Viewer, order: Order) -> list[Contract]:
    """Write the next version of every contract an agreed order needs; older versions bind nobody any more."""
    rules = current("agree")
    with platform():
        version = order.contracts.order_by("-version").values_list("version", flat=True).first() or 0
        facts = contract_facts(order, version + 1)
        rows = [_contract(order, version + 1, terms, rules.hash) for terms in contracts(facts)]
        for row in rows:
            told = {"version": row.version, "hash": row.hash, "order": order.key}
            remember(
                viewer,
                kind="agree.draw_up",
                subject=row.key,
                after="drawn",
                facts=told,
                audience=row.audience,
                rules=rules.hash,
            )
            enqueue("apps.creation.agree.print_contract", contract=row.key)
    return rows


def _contract(order: Order, version: int, terms: dict, rules: str) -> Contract:
    customer, supplier = (Organisation.objects.get(key=key) for key in signers(terms))
    row = Contract(
        order=order,
        version=version,
        kind=terms["kind"],
        customer=customer,
        supplier=supplier,
        terms=terms,
        hash=contract_hash(terms),
        rules=rules,
        created_at=now(),
        audience=sorted({customer.pk, supplier.pk}),
    )
    row.save()
    return row


@action
def keep_key(viewer: Viewer) -> SigningKey:
    """Return the acting organisation's active key; makes one that is kept here where there is none."""
    row = SigningKey.objects.filter(organisation_id=viewer.organisation_id, active=True).first()
    return row or _new_key(viewer, *keys.fresh())


@action
def bring_key(viewer: Viewer, public_key: str) -> SigningKey:
    """Sign with a key of one's own from now on; the private half stays with its owner."""
    viewer.require("owner")
    if not re.fullmatch(r"[0-9a-f]{64}", public_key):
        raise Refused(KEY_INVALID)
    SigningKey.objects.filter(organisation_id=viewer.organisation_id, active=True).update(active=False)
    return _new_key(viewer, public_key, "")


def _new_key(viewer: Viewer, public_key: str, private_key: str) -> SigningKey:
    row = SigningKey(
        organisation_id=viewer.organisation_id,
        public_key=public_key,
        private_key=private_key,
        created_at=now(),
        audience=[viewer.organisation_id],
    )
    row.save()
    facts = {"public_key": public_key, "kept": bool(private_key)}
    remember(viewer, kind="agree.key", subject=row.key, facts=facts, audience=row.audience)
    return row


@action
def sign(viewer: Viewer, contract_key: str, signature: str = "") -> Signature:
    """Sign one contract for the acting organisation; `signature` (hex) where its key is not kept here.

    The last signature of the last contract makes the order signed. Refuses an old version, a stranger, a
    second signature, a signature that does not fit.
    """
    viewer.require("buyer", "planner", "accountant")
    contract = Contract.get_for(viewer, contract_key)
    with platform():
        order = locked(viewer, contract.order.key)
        _may_sign(viewer, order, contract)
    key = keep_key(viewer)
    row = Signature(
        contract=contract,
        organisation_id=viewer.organisation_id,
        person_id=viewer.person_id or 0,
        public_key=key.public_key,
        signature=_made(key, contract.hash, signature),
        signed_at=now(),
        audience=contract.audience,
    )
    row.save()
    facts = {"contract": contract.key, "hash": contract.hash, "public_key": key.public_key}
    remember(viewer, kind="agree.sign_contract", subject=contract.key, facts=facts, audience=contract.audience)
    with platform():
        done = fully_signed(order)
    if done:
        turn(viewer, order, "sign", {"version": contract.version})
    return row


def _may_sign(viewer: Viewer, order: Order, contract: Contract) -> None:
    if viewer.organisation_id not in (contract.customer_id, contract.supplier_id):
        raise Refused(NOT_PARTY)
    if Contract.objects.filter(order=order, version__gt=contract.version).exists():
        raise Refused(OLD_VERSION, version=contract.version)
    if contract.signatures.filter(organisation_id=viewer.organisation_id).exists():
        raise Refused(SIGNED_ALREADY)
    if order.state != "agreed":
        raise Refused(WRONG_STATE, state=order.state, event="sign", life="order")


def _made(key: SigningKey, contract: str, signature: str) -> str:
    if key.private_key:
        return keys.sign_with(key.private_key, contract)
    if not signature:
        raise Refused(KEY_ELSEWHERE)
    if not signing.signed(key.public_key, contract, signature):
        raise Refused(SIGNATURE_WRONG)
    return signature


@action
def sign_all(viewer: Viewer, order_key: str, signatures: Mapping[str, str] | None = None) -> list[Signature]:
    """Sign every newest contract of an order that waits for the acting organisation; `signatures` by contract key."""
    viewer.require("buyer", "planner", "accountant")
    order = locked(viewer, order_key)
    rows = Contract.visible_to(viewer).filter(order=order).order_by("-version", "pk")
    newest = [row for row in rows if row.version == rows[0].version]
    mine = [row for row in newest if viewer.organisation_id in (row.customer_id, row.supplier_id)]
    waiting = [row for row in mine if not row.signatures.filter(organisation_id=viewer.organisation_id).exists()]
    if not waiting:
        raise Refused(SIGNED_ALREADY if mine else NOT_PARTY)
    return [sign(viewer, row.key, (signatures or {}).get(row.key, "")) for row in waiting]
