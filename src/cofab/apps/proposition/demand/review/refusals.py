"""Why a review says no."""

from cofab.core.kernel.refusal import declare

NO_CHANGE = declare("demand.review_no_change", "There is no open change with the number {number}.")
SAYS_NOTHING = declare("demand.review_says_nothing", "Say something, or propose a change.")
FACE_UNKNOWN = declare("demand.review_face_unknown", "The part has no face {face}.")
SIGNED = declare("demand.review_signed_conflict", "Your firm has signed this already.")
SHOP_UNKNOWN = declare("demand.review_shop_unknown", "There is no such firm to invite.")
