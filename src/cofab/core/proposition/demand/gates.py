"""The six gates of a new product made together: each has an owner and evidence, and is passed or sent back.

Split the work, optimise the design with its cost before and after, validate it in a laboratory, hand the software
over, follow the process, try the market. What happened is a list of events that only grows; `standing` tells from it
where the product is. Which evidence a gate asks for is data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from cofab.core.kernel.refusal import Refused, declare
from cofab.core.kernel.rules import RuleSet

GATES = ("split", "optimise", "validate", "software", "process", "market")
DONE = "done"

NO_GATE = declare("demand.gate_unknown", "There is no gate {gate}.")
NOT_OWNER = declare("demand.gate_not_owner", "Only {owner}, who owns the gate {gate}, may do this.")
NO_OWNER = declare("demand.gate_no_owner", "The gate {gate} has no owner yet.")
LACKING = declare("demand.gate_lacking", "The gate {gate} lacks evidence: {kinds}.")
WRONG_KIND = declare("demand.gate_wrong_kind", "The gate {gate} takes no evidence of the kind {kind}.")
NOT_BACK = declare("demand.gate_not_back", "{to} does not come before {gate}.")
NO_REASON = declare("demand.gate_no_reason", "Say why it goes back.")
OVER = declare("demand.gate_over", "All gates are passed.")
COSTLIER = declare(
    "demand.gate_costlier", "After the optimisation it costs {after}, before it {before}: say why that is accepted."
)
BAD_EVENT = declare("demand.gate_bad_event", "This is no event of a gate: {problem}.")

DEFAULT_GATES = RuleSet(
    "demand.gates",
    1,
    {
        "asks": {
            "split": ["routing", "partners"],
            "optimise": ["cost_before", "cost_after"],
            "validate": ["booking", "report"],
            "software": ["files", "receipt"],
            "process": ["first_article", "process_record"],
            "market": ["sample_order", "feedback"],
        }
    },
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A gate is given to an owner (an organisation's or a person's key)."""

    gate: str
    owner: str


@dataclass(frozen=True, slots=True)
class Presented:
    """Evidence for the gate at hand: its kind, the key of what shows it, an amount for costs in fen."""

    by: str
    kind: str
    key: str
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """The owner passes the gate at hand; a reason is asked for where the optimisation made it dearer."""

    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SentBack:
    """The owner sends the product back to an earlier gate, or has this one begun anew."""

    by: str
    to: str
    reason: str


Event = Assigned | Presented | Passed | SentBack
KINDS: dict[str, type[Any]] = {"assigned": Assigned, "presented": Presented, "passed": Passed, "sent_back": SentBack}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a product is: the gate at hand (`DONE` after the last), owners, the evidence that holds, rounds a gate."""

    gate: str = GATES[0]
    owners: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Presented, ...]] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=lambda: {GATES[0]: 1})

    def lacking(self, rules: RuleSet = DEFAULT_GATES) -> tuple[str, ...]:
        """Return the kinds of evidence that the gate at hand still asks for."""
        there = {one.kind for one in self.evidence.get(self.gate, ())}
        asked: Sequence[str] = rules["asks"].get(self.gate, ())
        return tuple(kind for kind in asked if kind not in there)

    def saving_minor(self) -> int | None:
        """Return what the optimisation saves a piece in fen, None where it is not told."""
        told = {one.kind: one.amount_minor for one in self.evidence.get("optimise", ())}
        if "cost_before" not in told or "cost_after" not in told:
            return None
        return told["cost_before"] - told["cost_after"]


def standing(events: Sequence[Event], rules: RuleSet = DEFAULT_GATES) -> Standing:
    """Return where the product is after all events. Raises Refused for one that could not happen."""
    found = Standing()
    for event in events:
        found = after(found, event, rules)
    return found


def after(now: Standing, event: Event, rules: RuleSet = DEFAULT_GATES) -> Standing:
    """Return the standing after one more event. Raises Refused with a `demand.gate_*` code."""
    if isinstance(event, Assigned):
        if event.gate not in GATES:
            raise Refused(NO_GATE, gate=event.gate)
        return replace(now, owners={**now.owners, event.gate: event.owner})
    if now.gate == DONE:
        raise Refused(OVER)
    _by_owner(now, event.by)
    if isinstance(event, Presented):
        return _presented(now, event, rules)
    return _passed(now, event, rules) if isinstance(event, Passed) else _back(now, event)


def _by_owner(now: Standing, by: str) -> None:
    owner = now.owners.get(now.gate, "")
    if not owner:
        raise Refused(NO_OWNER, gate=now.gate)
    if by != owner:
        raise Refused(NOT_OWNER, owner=owner, gate=now.gate)


def _presented(now: Standing, event: Presented, rules: RuleSet) -> Standing:
    """A newer piece of evidence of a kind takes the older one's place."""
    if event.kind not in rules["asks"].get(now.gate, ()):
        raise Refused(WRONG_KIND, gate=now.gate, kind=event.kind)
    others = tuple(one for one in now.evidence.get(now.gate, ()) if one.kind != event.kind)
    return replace(now, evidence={**now.evidence, now.gate: (*others, event)})


def _passed(now: Standing, event: Passed, rules: RuleSet) -> Standing:
    lacking = now.lacking(rules)
    if lacking:
        raise Refused(LACKING, gate=now.gate, kinds=", ".join(lacking))
    saving = now.saving_minor() if now.gate == "optimise" else None
    if saving is not None and saving < 0 and not event.reason.strip():
        told = {one.kind: one.amount_minor for one in now.evidence["optimise"]}
        raise Refused(COSTLIER, before=told["cost_before"], after=told["cost_after"])
    place = GATES.index(now.gate) + 1
    return _at(now, GATES[place] if place < len(GATES) else DONE)


def _back(now: Standing, event: SentBack) -> Standing:
    """Evidence of the gate gone back to, and of those after it, holds no longer; the events keep it."""
    if event.to not in GATES:
        raise Refused(NO_GATE, gate=event.to)
    if GATES.index(event.to) > GATES.index(now.gate):
        raise Refused(NOT_BACK, to=event.to, gate=now.gate)
    if not event.reason.strip():
        raise Refused(NO_REASON)
    kept = {gate: held for gate, held in now.evidence.items() if GATES.index(gate) < GATES.index(event.to)}
    return _at(replace(now, evidence=kept), event.to)


def _at(now: Standing, gate: str) -> Standing:
    rounds = {**now.rounds, gate: now.rounds.get(gate, 0) + 1} if gate != DONE else now.rounds
    return replace(now, gate=gate, rounds=rounds)


def event_json(event: Event) -> dict[str, Any]:
    """Return an event as a JSON object with its `kind` under "event"."""
    name = next(name for name, kind in KINDS.items() if isinstance(event, kind))
    return {"event": name, **asdict(event)}


def event_of(data: Mapping[str, Any]) -> Event:
    """Return the event that `event_json` wrote. Raises Refused(BAD_EVENT)."""
    kind = KINDS.get(str(data.get("event", "")))
    if kind is None:
        raise Refused(BAD_EVENT, problem="unknown event")
    wanted = {f.name: int if f.name == "amount_minor" else str for f in fields(kind)}
    said = {key: value for key, value in data.items() if key != "event"}
    if said.keys() - wanted.keys() or any(type(value) is not wanted[key] for key, value in said.items()):
        raise Refused(BAD_EVENT, problem="wrong fields")
    try:
        event: Event = kind(**said)
    except TypeError as wrong:
        raise Refused(BAD_EVENT, problem="a field is missing") from wrong
    return event
