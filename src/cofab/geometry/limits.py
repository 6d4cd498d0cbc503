"""What a file may cost to read: sizes, counts, depth, memory and time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds; bytes unless the name says otherwise."""

    file_bytes: int = 150_000_000
    entities: int = 2_000_000
    depth: int = 60
    memory_bytes: int = 3_000_000_000
    cpu_s: int = 120
    wall_s: int = 150
    answer_bytes: int = 200_000_000
    faces: int = 60_000
    triangles: int = 4_000_000
    pixels: int = 120_000_000
    words: int = 20_000
