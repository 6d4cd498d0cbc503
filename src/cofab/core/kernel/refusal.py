"""A refusal: a coded "no" with the facts behind it, which the edge turns into a sentence.

Promises: a code, once used, never changes its meaning; every code stands in `CODES`.
"""

from __future__ import annotations

from typing import Any

CODES: dict[str, str] = {}


def declare(code: str, meaning: str) -> str:
    """Register a refusal `code` ("stage.reason") with its English `meaning`; return the code.

    The meaning is a `str.format` template over the facts; translations are looked up by this text.
    Raises ValueError when the code is taken by another meaning.
    """
    if CODES.setdefault(code, meaning) != meaning:
        raise ValueError(f"refusal code {code} is taken")
    return code


class Refused(Exception):
    """Raised by core and actions when something asked for cannot be done.

    `code` is a declared code, `facts` the JSON-ready values that the sentence shows.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        if code not in CODES:
            raise LookupError(f"refusal code {code} is not declared")
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """Return the code and the English sentence, for logs."""
        return f"{self.code}: {sentence(self.code, self.facts)}"


def sentence(code: str, facts: dict[str, Any], template: str | None = None) -> str:
    """Return the sentence for `code` with `facts` filled in; `template` is its translation."""
    text = template or CODES[code]
    try:
        return text.format(**facts)
    except (KeyError, IndexError):
        return text


NOT_FOUND = declare("kernel.not_found", "There is nothing here for you under that name.")
INVALID = declare("kernel.invalid", "{field}: {problem}")
WRONG_STATE = declare("kernel.wrong_state", "This is {state} and cannot {event} now.")
CURRENCIES_DIFFER = declare("kernel.currencies_differ", "Amounts in {left} and {right} cannot be combined.")
CONFLICT = declare("kernel.conflict", "Somebody else changed this at the same time. Look again and repeat.")
FORBIDDEN = declare("kernel.forbidden", "Your role here does not allow this: {needs}.")
