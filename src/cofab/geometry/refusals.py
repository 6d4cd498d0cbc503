"""Why a file could not be read: every refusal of the reader with its English sentence."""

from cofab.core.kernel.refusal import declare

EMPTY = declare("geometry.empty", "The file {name} is empty.")
NOT_MODEL = declare(
    "geometry.not_model", "{name} is not a model Cofab can read. Send it as STEP, IGES, STL, 3MF or, flat, DXF."
)
NOT_DRAWING = declare(
    "geometry.not_drawing", "{name} is not a drawing Cofab can read. Send it as PDF, JPEG, PNG, TIFF, BMP or WebP."
)
TOO_MANY_PIXELS = declare(
    "geometry.too_many_pixels", "{name} has {width} by {height} pixels; at most {limit} million pixels can be read."
)
TRUNCATED = declare("geometry.truncated", "{name} ends in the middle: it was cut off. Export or upload it again.")
TOO_LARGE = declare("geometry.too_large", "{name} has {megabytes} MB; at most {limit} MB can be read.")
TOO_MANY = declare("geometry.too_many", "{name} describes {count} entities; at most {limit} can be read.")
TOO_DEEP = declare("geometry.too_deep", "{name} nests {depth} levels deep; at most {limit} can be read.")
TIMEOUT = declare("geometry.timeout", "Reading {name} took longer than {seconds} seconds and was stopped.")
MEMORY = declare("geometry.memory", "Reading {name} needed too much memory and was stopped.")
CANCELLED = declare("geometry.cancelled", "Reading {name} was cancelled.")
LYING_STL = declare("geometry.lying_stl", "{name} says it holds {said} triangles but has room for {room}.")
NO_OUTLINE = declare("geometry.no_outline", "{name} holds no closed outline, so there is nothing to cut.")
BOMB = declare("geometry.bomb", "{name} unpacks to {megabytes} MB in {files} files, more than can be read.")
NO_SOLID = declare("geometry.no_solid", "{name} holds no solid body, so there is nothing to make.")
CRASHED = declare("geometry.crashed", "{name} could not be read: it is damaged. Export it again from your CAD system.")
INVALID = declare("geometry.invalid", "{name} breaks the rules of its format: {problem}.")
