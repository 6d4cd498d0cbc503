"""The `cofab` command: one file in this package is one subcommand, found by its name.

A command's file, say `cli/check_health.py` for `cofab check-health`, holds
- a docstring, whose first line is the help text,
- `add_arguments(parser)`, which adds what argparse should read,
- `run(args) -> int`, which does the work and returns the exit code (0 answered),
- optionally `NEEDS_SITE = True`: PostgreSQL is started and Django set up, as `cofab_app`, before `run`;
  `NEEDS_SITE = "owner"` adds the connection "owner" as `cofab_owner`, for migrations.
Only the file of the command asked for is imported, so `cofab parse` never loads Django.

Promises: a `Refused` ends with code 3 and one JSON document {"code", "facts", "sentence"} on standard error, wrong
usage with 2, an interrupt with 130. With `--json` a command prints one JSON document on standard output (`answer`)
and nothing else.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import cofab
from cofab.core.kernel.refusal import Refused, sentence

REFUSED, INTERRUPTED = 3, 130
HERE = Path(__file__).parent


def commands() -> dict[str, Path]:
    """Return every subcommand's name and file, in alphabetical order, importing none."""
    files = sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return {path.stem.replace("_", "-"): path for path in files}


def answer(value: Any) -> None:
    """Print the one JSON document of a command called with `--json`."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's) and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), "")
    module = _load(name)
    args = _parser(name, module).parse_args(words)
    try:
        if module is None:
            return 2
        _prepare(module)
        return int(module.run(args))
    except Refused as refused:
        return _refuse(refused)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _load(name: str) -> ModuleType | None:
    known = commands()
    return importlib.import_module(f"cofab.cli.{known[name].stem}") if name in known else None


def _parser(chosen: str, module: ModuleType | None) -> argparse.ArgumentParser:
    """Return the parser; only the chosen command's arguments are filled in."""
    parser = argparse.ArgumentParser(prog="cofab", description=cofab.__doc__)
    parser.add_argument("--version", action="version", version=f"cofab {cofab.__version__}")
    children = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, path in commands().items():
        text = first_line(path)
        child = children.add_parser(name, help=text, description=text, allow_abbrev=False)
        if name == chosen and module is not None:
            module.add_arguments(child)
    return parser


def first_line(path: Path) -> str:
    """Return the first line of a file's docstring, with which the file begins, without importing it."""
    return path.read_text(encoding="utf-8").partition("\n")[0].strip('"')


def _prepare(module: ModuleType) -> None:
    """Start the database and set Django up where the command says that it needs them."""
    from cofab.config import site

    site.cache_kernels()
    if needs := getattr(module, "NEEDS_SITE", False):
        site.enter(owner=needs == "owner")


def _refuse(refused: Refused) -> int:
    text = sentence(refused.code, refused.facts)
    document = {"code": refused.code, "facts": refused.facts, "sentence": text}
    sys.stderr.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")
    return REFUSED
