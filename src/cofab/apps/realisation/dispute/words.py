"""What kinds, causes, remedies and moves of disputes are called."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "coating_tolerance": _("Size is off after coating"),
    "shade": _("Shades differ between lots"),
    "scrap": _("Scrap: by material or by work"),
    "short": _("Pieces are missing"),
    "scratched": _("Scratched or dented on the way"),
    "material_late": _("Late because the material given came late"),
    "burrs": _("Burrs or sharp edges"),
    "revision": _("Made to the wrong drawing revision"),
    "certificate": _("A certificate is missing"),
    "no_answer": _("No answer to the delivery"),
    "warranty": _("A fault found later, under warranty"),
    "other": _("Something else"),
}
REMEDIES = {
    "refund": _("Money back for these pieces"),
    "remake": _("Make them again"),
    "rework": _("Rework them"),
    "elsewhere": _("Have them reworked elsewhere"),
    "keep": _("Keep them at a lower price"),
    "none": _("Confirm by silence, nothing else"),
}
CAUSES = {
    "respondent": _("the other side's work"),
    "claimant": _("the claimant itself"),
    "material": _("the material given"),
    "nobody": _("nobody, force majeure"),
}
STATES = {
    "raised": ("care", _("waits for an answer")),
    "answered": ("go", _("talking")),
    "ruling": ("wait", _("waits for a ruling")),
    "ruled": ("care", _("ruled, may be appealed")),
    "appealed": ("wait", _("waits for the committee")),
    "decided": ("go", _("decided")),
    "mending": ("held", _("pieces are mended")),
    "closed": ("done", _("over")),
}
SAID = {
    "complaint": _("Complaint"),
    "answer": _("Answer"),
    "note": _("Note"),
    "proposal": _("Proposal"),
    "consent": _("Takes the proposal"),
    "escalation": _("Asks for a ruling"),
    "ruling": _("Ruling"),
    "appeal": _("Appeal"),
    "decision": _("Decision on the appeal"),
    "concession": _("Gives in"),
    "withdrawal": _("Takes the complaint back"),
    "mended": _("Confirms the pieces are mended"),
}
ENDED = {
    "silence": _("no answer came in time: the claim stands"),
    "concede": _("the other side gave in"),
    "agree": _("both took one proposal"),
    "rule": _("ruled"),
    "confirm": _("ruled, nobody appealed"),
    "decide": _("decided on appeal"),
    "withdraw": _("taken back"),
}
RECORDS = {
    "contract": _("Contract"),
    "work": _("Work"),
    "leg": _("Handover"),
    "inspection": _("Inspection"),
}
BARS = {
    "raised": (_("Answer the complaint"), _("Contest it with reasons, or give in."),
               _("no answer: the claim stands")),
    "answered": (_("Talk it over"), _("Propose a way, or take one. It ends when both take the same."),
                 _("no agreement: the operator rules")),
    "ruling": (_("Rule on the dispute"), _("Find the cause and the remedy; the sum is the rules'."), ""),
    "ruled": (_("Appeal, or let it stand"),
              _("The committee decides appeals, another person than who ruled."),
              _("no appeal: the ruling stands")),
    "appealed": (_("Decide the appeal"), _("What the committee decides is final."), ""),
    "mending": (_("Confirm that the pieces are mended"), _("Then what waited flows to the other side."),
                _("not confirmed: the money goes to the claimant")),
}  # fmt: skip
"""What the next bar says in which state: what, why, what silence means."""
