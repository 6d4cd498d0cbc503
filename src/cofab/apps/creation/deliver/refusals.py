"""Why goods cannot move or be accepted so."""

from cofab.core.kernel.refusal import declare

NOT_YOURS = declare("deliver.not_yours", "Only the carrier or the firm at this end may record this handover.")
NOT_BUYER = declare("deliver.not_buyer", "Only the buyer accepts or refuses the goods.")
NOT_DELIVERED = declare("deliver.not_delivered", "The goods have not arrived yet.")
