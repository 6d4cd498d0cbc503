"""What keeps the house readable: small modules, short functions, docstrings, no drawers, no addresses of registries."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "cofab"
MODULE_LINES, FUNCTION_LINES = 350, 60
DRAWERS = {"utils", "util", "helpers", "helper", "common", "extras", "misc", "manager", "managers"}
REGISTRIES = re.compile("pythonhos" + r"ted|//py" + r"pi\.|npm" + r"js\.(org|com)|npmmir" + r"ror|deb\.deb" + "ian")


@lru_cache
def tracked() -> tuple[Path, ...]:
    """Return the files that belong to the product."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for line in done.stdout.splitlines() if (path := ROOT / line).is_file())


def modules() -> list[Path]:
    """Return the product's Python files, migrations left out."""
    return [
        path for path in tracked() if path.suffix == ".py" and SOURCE in path.parents and "migrations" not in path.parts
    ]


def test_modules_are_small():
    long = {str(path.relative_to(ROOT)): count for path in modules() if (count := len(_lines(path))) > MODULE_LINES}
    assert not long


def test_functions_are_short():
    long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    assert not long


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_there_are_no_drawers():
    assert not [path for path in tracked() if {path.stem, *path.relative_to(ROOT).parts} & DRAWERS]


def test_no_registry_is_named():
    named = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        named += [f"{path.relative_to(ROOT)}: {found.group()}" for found in REGISTRIES.finditer(text)]
    assert not named


def test_no_third_party_browser_file_is_committed():
    assert not [path for path in tracked() if "vendor" in path.parts or path.name.endswith((".min.js", ".min.css"))]


@pytest.mark.parametrize("room", ["core", "simulation"])
def test_the_core_asks_no_clock_and_throws_no_dice(room: str):
    calls = re.compile(
        r"\b(datetime\.now|datetime\.today|date\.today|datetime\.utcnow|time\.time|time_ns)\b|(?<!\.)\brandom\.\w+\("
    )
    asked = []
    for path in modules():
        if SOURCE / room in path.parents:
            asked += [f"{path.relative_to(ROOT)}: {found.group()}" for found in calls.finditer(path.read_text("utf-8"))]
    assert not asked


def test_templates_hold_no_inline_style_or_script():
    bad = []
    for path in tracked():
        if path.suffix == ".html" and SOURCE in path.parents:
            text = path.read_text(encoding="utf-8")
            bad += [f"{path.relative_to(ROOT)}: {found.group()}" for found in _forbidden_in_template(text)]
    assert not bad


def _forbidden_in_template(text: str) -> list[re.Match[str]]:
    visible = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.DOTALL)
    inline = r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']"
    return [*re.finditer(inline, visible)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
