"""What the ledger says no to, besides what the core does."""

from cofab.core.kernel.refusal import declare

KEY_REUSED = declare("ledger.key_reused_conflict", "This key already stands for another entry.")
MORE_THAN_OWED = declare("ledger.more_than_owed", "Only {owed_minor} is owed there, and {amount_minor} was named.")
