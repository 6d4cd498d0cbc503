"""A demand as its pages show it: numbers in words of the trade, sentences in the reader's language."""

from cofab.apps.proposition.demand.face.page import page
from cofab.apps.proposition.demand.face.price import grounds
from cofab.apps.proposition.demand.face.sheet import as_csv, as_pdf
from cofab.apps.proposition.demand.face.state import TONES, back, end_of, state_word, wants_vat

__all__ = ["TONES", "as_csv", "as_pdf", "back", "end_of", "grounds", "page", "state_word", "wants_vat"]
