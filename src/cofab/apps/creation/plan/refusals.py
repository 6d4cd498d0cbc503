"""Why plan says no."""

from cofab.core.kernel.refusal import declare

QUESTIONS_OPEN = declare("plan.questions_open", "Answer first: {count} questions are open.")
NOT_READY = declare("plan.not_ready", "The demand is {state}; plans need one that was read and priced.")
DUE_PAST = declare("plan.due_past", "The date {due} lies in the past.")
NOTHING_TO_SAVE = declare("plan.nothing_to_save", "There is no plan here to keep.")
NOT_SEARCHING = declare("plan.not_searching", "The search has ended.")
NAME_TAKEN = declare("plan.name_taken", "You have a cloud factory called {name} already.")
NOT_IN_OPERATION = declare("plan.not_in_operation", "Nobody is left to do {op}.")
UNSOUND = declare("plan.unsound", "The planner's answer did not pass the independent check; nothing was saved.")
"""A run that ends so is kept with its refusal, for whoever looks into it."""
QUANTITY_BY_FORM = declare(
    "plan.quantity_by_form", "The form of this demand asks for {quantity} pieces by colour and size; change the form."
)
