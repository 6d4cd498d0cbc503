"""A reason found inside the sandboxed child: a code of `refusals` with its facts."""

from typing import Any


class Unreadable(Exception):
    """Raised in the child; the caller raises it anew as Refused."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts
