"""A demand as its pages show it: numbers in words of the trade, sentences in the reader's language."""

from cofab.apps.proposition.demand.face.page import page
from cofab.apps.proposition.demand.face.price import grounds
from cofab.apps.proposition.demand.face.state import TONES, end_of, state_word

__all__ = ["TONES", "end_of", "grounds", "page", "state_word"]
