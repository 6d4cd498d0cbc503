"""Every model of the stage realisation, brought together from its steps."""

from cofab.apps.realisation.dispute.models import Dispute, Statement
from cofab.apps.realisation.ledger.custody.models import CustodyTransfer, DirectPayment
from cofab.apps.realisation.ledger.models import Account, Entry, Hold, Posting
from cofab.apps.realisation.rate.models import Credit, Rating, Record
from cofab.apps.realisation.settle.models import Cut, Milestone, OrderMoney
from cofab.apps.realisation.share.models import ShareDecision
from cofab.apps.realisation.statement.models import MonthlyStatement

__all__ = [
    "Account",
    "Credit",
    "CustodyTransfer",
    "Cut",
    "DirectPayment",
    "Dispute",
    "Entry",
    "Hold",
    "Milestone",
    "MonthlyStatement",
    "OrderMoney",
    "Posting",
    "Rating",
    "Record",
    "ShareDecision",
    "Statement",
]
