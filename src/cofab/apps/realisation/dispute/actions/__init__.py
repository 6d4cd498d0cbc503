"""What may be done in a dispute: raised, answered, talked over, ruled, appealed, ended by a clock."""

from cofab.apps.realisation.dispute.actions.end import expire, mended, withdraw
from cofab.apps.realisation.dispute.actions.judge import appeal, decide, rule
from cofab.apps.realisation.dispute.actions.open import raise_complaint
from cofab.apps.realisation.dispute.actions.talk import answer, concede, consent, escalate, propose, say

__all__ = [
    "answer",
    "appeal",
    "concede",
    "consent",
    "decide",
    "escalate",
    "expire",
    "mended",
    "propose",
    "raise_complaint",
    "rule",
    "say",
    "withdraw",
]
