"""What CONTRIBUTING.md and docs/new-step.md tell a newcomer to type in works, and touches no other file.

The blocks of both are applied to a copy of the checkout; a path before a block is its file, a `diff` block belongs into
an existing file, a `po` block at its end, any other block is the file. In the copy the new step is found, answers,
speaks Chinese and is covered by the generated tests (`walked.py` and the tests that the text itself brings).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cofab.config import translations

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PAGES = ("CONTRIBUTING.md", "docs/new-step.md")
PLACE = re.compile(r"`((?:src|tests|docs|changes)/[\w./-]+|\.importlinter)`")
FENCE = re.compile(r"^(?P<before>[^\n]*)\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
# The order of the house, which a new step may touch: its place, its tables, its words, the map.
ORDER = re.compile(r"\.importlinter|src/cofab/apps/\w+/(models\.py|locale/.*\.po)|docs/value-flow\.md")
TOLD = [
    "tests/core/creation/match", "tests/core/proposition/visit", "tests/apps/proposition/visit",
    "tests/apps/proposition/publish/test_most_pieces.py", "tests/apps/base/test_isolation.py",
    "tests/apps/base/test_roles.py", "tests/architecture/test_walked.py", "tests/architecture/test_api_names.py",
]  # fmt: skip
CHOSEN = "visit or match or most_pieces or walked or every_route or every_table or share_a_name"


@dataclass(frozen=True)
class Block:
    """What a page tells to type in, and where."""

    page: str
    path: str
    kind: str
    text: str


def blocks() -> Iterator[Block]:
    """Yield every block that names a file, in the order of the text."""
    for page in PAGES:
        for found in FENCE.finditer((ROOT / page).read_text(encoding="utf-8")):
            if place := PLACE.search(found["before"]):
                yield Block(page, place[1], found["kind"], found["text"])


def copied(folder: Path) -> Path:
    """Copy what the product and its tests need into `folder`; the browser's files are shared."""
    leave = shutil.ignore_patterns("__pycache__", "vendor", "*.egg-info")
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for name in ("docs", "changes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("images"))
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    vendor = "src/cofab/web/static/vendor"
    (folder / vendor).symlink_to(ROOT / vendor)
    return folder


def typed_in(tree: Path, block: Block) -> None:
    """Do what one block says."""
    path = tree / numbered(tree, block.path)
    if block.kind == "diff":
        path.write_text(patched(path.read_text(encoding="utf-8"), block), encoding="utf-8")
    elif block.kind == "po":
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{block.text}", encoding="utf-8")
    else:
        assert not path.exists(), f"{block.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text.replace("LAST", last_migration(path)), encoding="utf-8")


def numbered(tree: Path, place: str) -> str:
    """Return a place with the next migration's number for NNNN."""
    last = last_migration(tree / place)
    return place.replace("NNNN", f"{int(last[:4]) + 1:04}") if "NNNN" in place else place


def last_migration(path: Path) -> str:
    """Return the name of the newest migration beside `path`; empty where there are none."""
    others = sorted(one.stem for one in path.parent.glob("[0-9]*.py") if one != path)
    return others[-1] if others else ""


def patched(text: str, block: Block) -> str:
    """Return `text` after the hunks of a diff block, which stand in the order of the file, between lines of `...`."""
    lines, at = text.splitlines(), 0
    for hunk in re.split(r"^\.\.\.\n", block.text, flags=re.MULTILINE):
        signed = hunk.splitlines()
        old = [line[1:] for line in signed if not line.startswith("+")]
        new = [line[1:] for line in signed if not line.startswith("-")]
        places = [n for n in range(at, len(lines)) if lines[n : n + len(old)] == old]
        assert places, f"{block.page} puts something after what {block.path} does not hold:\n" + "\n".join(old)
        lines[places[0] : places[0] + len(old)] = new
        at = places[0] + len(new)
    return "\n".join(lines) + "\n"


def test_a_new_step_edits_no_list_of_everything():
    """Fields and rules touch the files of their own steps; a step only what is the order of the house."""
    edited = {block.path for block in blocks() if block.page == PAGES[1] and block.kind in {"diff", "po"}}
    assert edited and not {path for path in edited if not ORDER.fullmatch(path)}
    named = {block.path for block in blocks() if block.page == PAGES[0]}
    assert not {path for path in named if ORDER.fullmatch(path) and not path.endswith(".po")}
    assert not {path for path in named if "/config/" in path or "/base/" in path}


@pytest.mark.database
def test_what_a_newcomer_is_told_to_type_in_works(tmp_path: Path):
    tree = copied(tmp_path)
    before = set(translations.problems(tree / "src/cofab"))
    for block in blocks():
        typed_in(tree, block)
    translations.compile_all(tree / "src/cofab")
    python = sorted({numbered_again(tree, block.path) for block in blocks() if block.path.endswith(".py")})
    aside = [
        begun(tree, BIN / "lint-imports", "--no-cache"),
        begun(tree, BIN / "ruff", "check", "--no-cache", *python),
        begun(tree, BIN / "ruff", "format", "--no-cache", "--check", *python),
    ]
    django(tree, "makemigrations", "proposition", "--name", "most_pieces")
    shutil.copy(Path(__file__).with_name("walked.py"), tree / "tests/architecture/test_walked.py")
    tested = begun(tree, Path(sys.executable), "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", CHOSEN, *TOLD)
    assert set(translations.problems(tree / "src/cofab")) <= before
    told = [(process.communicate(timeout=240)[0], process.returncode) for process in (*aside, tested)]
    assert not [text for text, code in told if code], "\n".join(text for text, code in told if code)


def numbered_again(tree: Path, place: str) -> str:
    """Return where a block was typed in."""
    return next(str(path.relative_to(tree)) for path in tree.glob(place.replace("NNNN", "*")))


def begun(tree: Path, program: Path, *words: str) -> subprocess.Popen[str]:
    """Start a program in the copy; its database is a new one on the tests' own server."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COFAB_"))}
    data = os.environ.get("COFAB_TEST_DATA", str(ROOT / "build" / "test"))
    environment = {**own, "PYTHONPATH": str(tree / "src"), "COFAB_TEST_DATA": data, "COLUMNS": "200"}
    environment |= {"COFAB_DATA": str(tree / "data"), "DJANGO_SETTINGS_MODULE": "cofab.config.settings"}
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen([program, *words], cwd=tree, env=environment, **pipe)


def django(tree: Path, *words: str) -> None:
    """Run one of Django's commands in the copy."""
    process = begun(tree, BIN / "django-admin", *words)
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0, told
