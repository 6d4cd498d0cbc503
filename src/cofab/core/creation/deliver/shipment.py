"""The life of one leg and what is recorded at each handover."""

from __future__ import annotations

from dataclasses import dataclass

from cofab.core.kernel.lifecycle import Lifecycle
from cofab.core.kernel.refusal import Refused, declare

NO_COUNT = declare("deliver.no_count", "Count the pieces before they change hands.")
NO_PROOF = declare("deliver.no_proof", "A handover needs a photo or the number of the sealed bag.")

SHIPMENT = Lifecycle(
    "shipment",
    "planned",
    {
        ("planned", "ready"): "ready",
        ("planned", "pick_up"): "moving",
        ("ready", "pick_up"): "moving",
        ("moving", "arrive"): "arrived",
        ("moving", "lose"): "lost",
        ("planned", "cancel"): "cancelled",
        ("ready", "cancel"): "cancelled",
    },
)


@dataclass(frozen=True, slots=True)
class Handover:
    """What one side handed to the other: pieces counted, a photo (file id) and the number of the sealed bag."""

    counted: int
    photo: str = ""
    bag: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Pieces `missing` (negative: too many) and whether the seal is another than the one that left."""

    missing: int
    seal_broken: bool

    @property
    def clean(self) -> bool:
        """Tell whether nothing differs."""
        return self.missing == 0 and not self.seal_broken


def check_handover(handover: Handover) -> None:
    """Refuse a handover that nobody could check later: no count, or neither photo nor sealed bag."""
    if handover.counted <= 0:
        raise Refused(NO_COUNT)
    if not handover.photo and not handover.bag:
        raise Refused(NO_PROOF)


def compare(left: Handover, arrived: Handover) -> Difference:
    """Return what differs between what was picked up and what arrived; a difference is a fact, not a refusal."""
    broken = bool(left.bag and arrived.bag and left.bag != arrived.bag)
    return Difference(left.counted - arrived.counted, broken)
