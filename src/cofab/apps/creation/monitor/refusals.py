"""Why a gateway's batch is not taken."""

from cofab.core.kernel.refusal import declare

NOT_SIGNED = declare("monitor.not_signed", "This batch is not signed by a gateway that is registered here.")
KEY_TAKEN = declare("monitor.key_taken", "A gateway with this key is registered already.")
QUEUE_AWAY = declare("monitor.queue_away", "The stream for batches does not take any now ({problem}): send it again.")
BAD_KEY = declare("monitor.bad_key", "This is no Ed25519 public key in base64.")
