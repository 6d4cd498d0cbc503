"""What monthly statements say no to, besides what the core does."""

from cofab.core.kernel.refusal import declare

OTHER_HASH = declare("statement.other_hash", "This is not the statement that you looked at. Look again, then sign.")
SIGNED_ALREADY = declare("statement.signed_conflict", "Your firm has signed this statement already.")
SAY_WHAT = declare("statement.say_what", "Say in a sentence what differs; the other side reads it.")
MORE_THAN_CLOSING = declare(
    "statement.more_than_closing", "No more than the closing balance can differ: {closing_minor} at most."
)
DRAWN_ALREADY = declare("statement.drawn_conflict", "A newer version of this statement is drawn up already.")
