"""An order being made: a buyer, a mill, a carrier, an inspection house, and one of each thing that follows."""

from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cofab.apps.base.clock import now
from cofab.apps.base.files import store
from cofab.apps.base.models import Membership, Organisation, Person
from cofab.apps.base.viewer import platform
from cofab.apps.base.viewers import viewer_for
from cofab.apps.creation.deliver import actions as deliver
from cofab.apps.creation.inspect import actions as inspect
from cofab.apps.creation.models import Order, PlanRow, PlanRun
from cofab.apps.creation.monitor import actions as monitor
from cofab.apps.creation.produce import actions as produce
from cofab.apps.proposition.models import Demand, Machine
from cofab.core.creation.inspect.verdict import Characteristic
from cofab.core.creation.plan.model import Leg, PlannedOperation
from cofab.gateway.keys import public

SHIFT = {"zone": "UTC", "shifts": [{"days": list(range(7)), "spans": [["00:00", "23:59"]]}]}


def machine(firm_id: int, name: str = "VMC-3"):
    with platform():
        count = Machine.objects.count()
        return Machine.objects.create(
            organisation_id=firm_id, name=name, code=f"test/{count}", shift=SHIFT, audience=[firm_id]
        )


def order(buyer_id: int, audience: list[int], quantity: int = 50, state: str = "running"):
    """Return an order in a state, with the demand and plan behind it."""
    with platform():
        at, own = now(), {"audience": [buyer_id]}
        demand = Demand.objects.create(
            organisation_id=buyer_id,
            title="Bearing housing",
            material="6061-T6",
            quantity=quantity,
            due=at,
            town="ningbo",
            state="ready",
            created_at=at,
            **own,
        )
        run = PlanRun.objects.create(
            demand=demand, organisation_id=buyer_id, quantity=quantity, due=at, created_at=at, **own
        )
        plan = PlanRow.objects.create(
            run=run, index=0, price_minor=630_000, finish=at, bound_minor=630_000, gap_ppm=0, data={}, **own
        )
        return Order.objects.create(
            number=f"O-{Order.objects.count() + 1}",
            demand=demand,
            plan=plan,
            organisation_id=buyer_id,
            mode="agent",
            title="Bearing housing",
            quantity=quantity,
            price_minor=630_000,
            due_at=at,
            promised_at=at,
            forecast_at=at,
            state=state,
            created_at=at,
            audience=sorted({buyer_id, *audience}),
        )


def operation(mac, quantity: int, start: datetime | None = None, op: str = "mill") -> PlannedOperation:
    start = (start or now()).astimezone(UTC)
    firm = mac.organisation.key
    return PlannedOperation(op, firm, mac.key, start, start + timedelta(hours=10), quantity, 0)


def work_of(buyer_id: int, mill_id: int, quantity: int = 50):
    """Return (order, machine, work order) of a mill that makes all of a buyer's order."""
    mac = machine(mill_id)
    made = order(buyer_id, [mill_id], quantity)
    with platform() as system:
        rows = produce.open_work(system, made.key, [operation(mac, quantity)], {"mill": (1800, 600)})
    return made, mac, rows[0]


def leg(origin: str, destination: str, carrier: str, start: datetime) -> Leg:
    return Leg(origin, destination, "ningbo", "taizhou", carrier, start, start + timedelta(hours=5), 12_000)


def _other(kind: str) -> Organisation:
    return Organisation.objects.create(kind=kind, name_en=f"Other {kind}", admission="admitted")


def _work(firm):
    return {"key": work_of(firm.id, firm.id)[2].key}


def _photo(firm):
    with platform():
        return {**_work(firm), "file": store(firm.viewer, "lot.jpg", b"jpg", "image/jpeg", [firm.id]).key}


def _act(firm):
    return {**_work(firm), "word": "start"}


def _machine(firm):
    return {"key": machine(firm.id).key}


def _gateway(firm):
    return {"key": monitor.register(firm.viewer, "gw", public(Ed25519PrivateKey.generate())).key}


def inspection_of(buyer_id: int, house, quantity: int = 50, made=None):
    made = made or order(buyer_id, [house.pk], quantity)
    with platform() as system:
        return inspect.open_inspection(
            system, made.key, house.key, [Characteristic("bore", 47_000, 47_025, 3)], "cmm", quantity
        )


def inspector(house):
    """Return the viewer of a person who may sign at a house."""
    person = Person.objects.create(email=f"inspector{house.pk}@example.com", name="Inspector 3")
    Membership.objects.create(person=person, organisation=house, roles=["inspector"])
    viewer = viewer_for(person, house.key)
    inspect.register_key(viewer, "Inspector 3", ["cmm"], date(2020, 1, 1), date(2099, 1, 1), "CNAS L0000")
    return viewer


def _inspection(firm):
    return {"key": inspection_of(firm.id, _other("inspection"), made=order(firm.id, [])).key}


def _shipment(firm):
    made = order(firm.id, [])
    with platform() as system:
        own = firm.organisation.key
        row = deliver.open_shipments(system, made.key, [leg(own, "buyer", own, now().astimezone(UTC))])[0]
    return {"key": row.key}


def _hand_over(firm):
    return {**_shipment(firm), "word": "pick-up"}


def _order(firm):
    return {"key": order(firm.id, [], state="running").key}


SPECIMENS = {
    "/work/{key}": _work,
    "/work/{key}/{word}": _act,
    "/api/v1/work-orders/{key}": _work,
    "/api/v1/work-orders/{key}/photos": _photo,
    "/twins/{key}": _machine,
    "/api/v1/twins/{key}": _machine,
    "/api/v1/gateways/{key}": _gateway,
    "/inspections/{key}": _inspection,
    "/api/v1/inspections/{key}": _inspection,
    "/shipments/{key}": _shipment,
    "/shipments/{key}/{word}": _hand_over,
    "/api/v1/shipments/{key}": _shipment,
    "/api/v1/orders/{key}/acceptance": _order,
}
PUBLIC = {"/inspections/reports/{number}", "/api/v1/inspections/reports/{number}"}
BODIES = {"POST /api/v1/work-orders/{key}/photos": {"file": "{file}"}}
