"""The life of a thing as a frozen table (state, event) -> state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cofab.core.kernel.refusal import WRONG_STATE, Refused


@dataclass(frozen=True)
class Lifecycle:
    """A named state machine; `moves` maps (state, event) to the next state.

    Promises: every state is reachable from `start`; an event that has no row is refused.
    """

    name: str
    start: str
    moves: Mapping[tuple[str, str], str]

    @property
    def states(self) -> tuple[str, ...]:
        """Return every state, the start first, then in the order of the table."""
        seen = dict.fromkeys([self.start])
        for (state, _), after in self.moves.items():
            seen.update({state: None, after: None})
        return tuple(seen)

    @property
    def events(self) -> tuple[str, ...]:
        """Return every event in the order of the table."""
        return tuple(dict.fromkeys(event for _, event in self.moves))

    @property
    def final(self) -> frozenset[str]:
        """Return the states that nothing leaves."""
        return frozenset(self.states) - {state for state, _ in self.moves}

    def after(self, state: str, event: str) -> str:
        """Return the state after `event`; refuses an event that `state` does not know."""
        try:
            return self.moves[state, event]
        except KeyError:
            raise Refused(WRONG_STATE, state=state, event=event, life=self.name) from None

    def allows(self, state: str) -> tuple[str, ...]:
        """Return the events that `state` knows."""
        return tuple(event for source, event in self.moves if source == state)
