"""What disputes say no to, besides what the core does."""

from cofab.core.kernel.refusal import declare

NOT_PARTIES = declare(
    "dispute.not_parties", "A complaint is between who pays in an order and who is paid in it; these two are not."
)
OPEN_ALREADY = declare(
    "dispute.open_conflict", "A complaint of this kind between the two of you about this order is open already."
)
SAY_WHY = declare(
    "dispute.say_why", "Say in a sentence what is wrong or why; the other side and whoever rules read it."
)
NOT_YOUR_MOVE = declare("dispute.not_your_move", "This move is for the other side or for who rules.")
PARTY_JUDGE = declare("dispute.party_judge", "A party to a dispute does not rule on it.")
OWN_PROPOSAL = declare("dispute.own_proposal", "You made this proposal; the other side answers it.")
TOO_MUCH = declare("dispute.too_much", "More than is claimed cannot be awarded: {most_minor} at most.")
NOT_SECURED = declare(
    "dispute.not_secured", "Nothing is agreed and paid for yet in this order; cancel or talk instead."
)
