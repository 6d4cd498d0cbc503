"""Why join says no."""

from cofab.core.kernel.refusal import declare

REASON_MISSING = declare("join.reason_missing", "Say why: a refusal without a reason is none.")
DECIDED = declare("join.decided_conflict", "This application was decided already: {state}.")
