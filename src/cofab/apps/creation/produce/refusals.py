"""Why a work order cannot do what was asked."""

from cofab.core.kernel.refusal import declare

MACHINE_TAKEN = declare("produce.machine_taken", "{machine} is working on {op} already. Pause or finish that first.")
MACHINE_DOWN = declare("produce.machine_down", "{machine} is down. Report it back before work goes on.")
NOT_YOURS = declare("produce.not_yours", "Only the firm that makes this may report on it.")
