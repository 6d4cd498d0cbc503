"""The claims of bench/demand.py on seeded parts of our own, made after the idioms of published work plans.

Run `python bench/planned.py [--seed N] [--parts N]`. Prints one JSON line a claim; exits 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import demand
from parts.plans import planned, write_folder


def run(argv: list[str]) -> int:
    """Make the folders, measure and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--parts", type=int, default=120)
    args = options.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(args.parts):
            name = f"{number:08d}"
            write_folder(planned(args.seed, number), Path(folder) / name, name)
        return demand.main(Path(folder))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
