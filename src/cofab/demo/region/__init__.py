"""An invented region with 40 firms and 300 machines, as plain values made from a seed and a start.

Promises: the same seed and start give the same region; no firm, person or price in it is real.
"""

from cofab.demo.region.build import build
from cofab.demo.region.model import Booking, Certificate, Firm, Machine, Person, Region, offers
from cofab.demo.region.vocabulary import vocabulary

__all__ = ["Booking", "Certificate", "Firm", "Machine", "Person", "Region", "build", "offers", "vocabulary"]
