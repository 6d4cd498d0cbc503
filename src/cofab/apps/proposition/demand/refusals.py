"""Why demand says no."""

from cofab.core.kernel.refusal import declare

TOWN_UNKNOWN = declare("demand.town_unknown", "There is no town called {town} on the map.")
FILE_MISSING = declare("demand.file_missing", "Add a 3D model: a STEP or STL file.")
QUESTION_UNKNOWN = declare("demand.question_unknown", "This demand has no open question called {question}.")
OPTION_UNKNOWN = declare("demand.option_unknown", "{option} is not one of the answers.")
STALE = declare("demand.stale", "Somebody changed this demand meanwhile. Look at it again; it now stands at {version}.")
DUE_PAST = declare("demand.due_past", "The date {due} lies in the past.")
