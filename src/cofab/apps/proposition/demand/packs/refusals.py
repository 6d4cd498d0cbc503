"""Why trade packs say no."""

from cofab.core.kernel.refusal import declare

NOT_A_PACK = declare("packs.not_a_pack", "This demand did not come from a form with these fields.")
NO_SAMPLE = declare("packs.no_sample", "This demand needs no sample.")
