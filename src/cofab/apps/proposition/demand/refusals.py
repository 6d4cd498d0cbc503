"""Why demand says no."""

from cofab.core.kernel.refusal import declare

TOWN_UNKNOWN = declare("demand.town_unknown", "There is no town called {town} on the map.")
FILE_MISSING = declare("demand.file_missing", "Add a 3D model or a drawing: STEP, STL, PDF, or a photo of the drawing.")
UNSETTLED = declare("demand.unsettled", "Something of this demand is open again: {count} points. Settle them first.")
FIELD_UNKNOWN = declare("demand.field_unknown", "Nothing with the number {number} was read from the drawing.")
NOT_READ_AS = declare("demand.not_read_as", "“{text}” cannot be read as such a field. Write it as a drawing does.")
QUESTION_UNKNOWN = declare("demand.question_unknown", "This demand has no open question called {question}.")
OPTION_UNKNOWN = declare("demand.option_unknown", "{option} is not one of the answers.")
STALE = declare("demand.stale", "Somebody changed this demand meanwhile. Look at it again; it now stands at {version}.")
DUE_PAST = declare("demand.due_past", "The date {due} lies in the past.")
