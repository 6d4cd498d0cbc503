"""Why an inspection cannot be done or signed so."""

from cofab.core.kernel.refusal import declare

NOT_YOURS = declare("inspect.not_yours", "Only the inspection house may do this.")
NO_KEY = declare("inspect.no_key", "You have no valid inspector's key here. Register one first.")
NOTHING_RECORDED = declare("inspect.nothing_recorded", "Record the results before you sign.")
NOT_INDEPENDENT = declare("inspect.not_independent", "{house} made or moved these goods and may not inspect them.")
