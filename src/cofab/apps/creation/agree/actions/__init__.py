"""What may be done from a chosen plan to a signed contract; every write goes through here."""

from cofab.apps.creation.agree.actions.answer import accept, ask_again, counter, decline, take
from cofab.apps.creation.agree.actions.contract import bring_key, keep_key, sign, sign_all
from cofab.apps.creation.agree.actions.life import cancel, forecast, lapse_due, move, rebook, secure_capacity, widen
from cofab.apps.creation.agree.actions.order import choose, reorder
from cofab.apps.creation.agree.actions.sample import approve_sample, refuse_sample

__all__ = [
    "accept",
    "approve_sample",
    "ask_again",
    "bring_key",
    "cancel",
    "choose",
    "counter",
    "decline",
    "forecast",
    "keep_key",
    "lapse_due",
    "move",
    "rebook",
    "refuse_sample",
    "reorder",
    "secure_capacity",
    "sign",
    "sign_all",
    "take",
    "widen",
]
