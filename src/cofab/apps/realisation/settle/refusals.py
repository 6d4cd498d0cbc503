"""What settlement says no to, besides what the core does."""

from cofab.core.kernel.refusal import declare

FIXED = declare("settle.fixed_conflict", "The money of this order is already fixed with other figures.")
NOT_SECURED = declare("settle.not_secured", "The money of this order is not secured yet.")
RESERVE_SHORT = declare("settle.reserve_short", "The reserve has {left_minor} left and {needed_minor} is needed.")
NOT_BETWEEN = declare(
    "settle.not_between",
    "A milestone is disputed by who pays it or is paid by it; pools and the reserve have no payee.",
)
NOT_CONTESTER = declare("settle.not_contester", "A dispute is settled by who raised it, or by the operator.")
IN_DISPUTE = declare("settle.in_dispute", "This money waits for a dispute that is under way; it flows when that ends.")
