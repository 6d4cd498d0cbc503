"""Dispute: a complaint, an answer, a proposal or a ruling, an appeal, and what each is worth to the cent."""
