"""Goods on their way, what was counted at each handover, and the buyer's acceptance.

Owns: shipments, acceptances. Promises: nothing changes hands uncounted; seven days of silence accept.
Tells: deliver.open, deliver.pick_up, deliver.arrive, deliver.difference, deliver.delivered, deliver.accept,
deliver.refuse, deliver.silence.
Not here: money that follows (flows).
"""
