"""Why an intake says no."""

from cofab.core.kernel.refusal import declare

STILL_READING = declare("demand.still_reading", "{count} files are still being read. Wait, or take them away.")
NOTHING_READ = declare("demand.nothing_read", "No file was read yet: drop a model or a drawing.")
NOT_A_PART = declare(
    "demand.not_a_part", "{name} is neither a model nor a drawing. Send STEP, STL, PDF, or a photo of the drawing."
)
