"""What the ledger says no to, besides what the core does."""

from cofab.core.kernel.refusal import declare

KEY_REUSED = declare("ledger.key_reused_conflict", "This key already stands for another entry.")
