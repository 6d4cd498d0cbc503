"""Why agree says no."""

from cofab.core.kernel.refusal import declare

ANSWER_LATE = declare("agree.answer_late", "The time to answer is over since {until}.")
REASON_UNKNOWN = declare("agree.reason_unknown", "Choose a reason from the list; {reason} is none of them.")
DATE_NEEDS_REPLAN = declare(
    "agree.date_needs_replan", "The later date collides with the steps that follow. Ask for new plans instead."
)
COUNTER_EMPTY = declare("agree.counter_empty", "A counter names another price, another date, or both.")
NOT_PARTY = declare("agree.not_party", "Only the two parties of a contract sign it.")
SIGNED_ALREADY = declare("agree.signed_conflict", "You have signed this version already.")
OLD_VERSION = declare("agree.version_stale", "Version {version} was replaced; sign the newest one.")
KEY_ELSEWHERE = declare(
    "agree.key_elsewhere", "Your private key is not kept here: send the signature you made with it."
)
SIGNATURE_WRONG = declare("agree.signature_wrong", "The signature does not fit your public key and this contract.")
KEY_INVALID = declare("agree.key_invalid", "A public key is 32 bytes of Ed25519, as 64 hexadecimal digits.")
PAYEE_UNKNOWN = declare("agree.payee_unknown", "Nobody here goes by the name {payee}, who is to be paid.")
FIRM_OUT = declare(
    "agree.firm_out", "{firm} is not admitted any more, so this plan cannot be taken. Ask for new plans."
)
NO_CUSTODIAN = declare(
    "agree.no_custodian",
    "No custodian is set up here: choose direct payment, or have the operator set COFAB_CUSTODIAN.",
)
SAMPLE_MISSING = declare("agree.sample_missing", "Before the bulk is ordered, a sample must be approved and sealed.")
SAMPLE_NONE = declare("agree.sample_none", "This order is no sample.")
SAMPLE_EARLY = declare("agree.sample_early", "The sample has not arrived yet.")
SEAL_MISSING = declare("agree.seal_missing", "Write down the number of the seal.")
SEAL_TAKEN = declare("agree.seal_taken", "The seal {seal} is used already, or another sample stands for this demand.")
"""Codes are part of the interface: they are never reused for another meaning."""
