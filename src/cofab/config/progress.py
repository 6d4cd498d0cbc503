"""Progress on a terminal: a line for each step, with its seconds once it is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    """Print one line to standard error at once."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title`, and how many seconds it took."""
    began = time.monotonic()
    if sys.stderr.isatty():
        sys.stderr.write(f"  {title} …\r")
        sys.stderr.flush()
    yield
    say(f"  {title:<32} {time.monotonic() - began:6.1f} s")
