"""Print functions, classes, methods, properties and imports that nothing uses, templates and settings included.

Fields and constants are left out: rows, schemas and settings are read by name from outside. Exit 1 if any is found.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"function", "class", "method", "property", "import", "unreachable_code"}
CALLED_BY_FRAMEWORKS = [
    "@*.get", "@*.post", "@*.put", "@*.patch", "@*.delete", "@api.*", "@register.*", "@job*", "@app.*", "@receiver*",
    "@pytest.*", "@field_validator*", "@model_validator*", "@njit*", "@signed_in*", "@require*",
]  # fmt: skip
WORD = re.compile(r"\w+")
NAMES = [
    "Meta",
    "test_*",
    "do_*",
    "log_message",
    "process_*",
    "handle",
    "datachange_notification",
    "status_change_notification",
    "get_*_display",
    "handler*",
    "add_arguments",
    "Migration",
    "*Config",
    "clean_*",
    "get_user",
    "get_default",
    "describe",
    "collect",
    "on_solution_callback",
]


def found() -> list[str]:
    """Return one line for each unused piece, by place."""
    vulture = Vulture(ignore_names=NAMES, ignore_decorators=CALLED_BY_FRAMEWORKS)
    vulture.scavenge(
        [str(ROOT / folder) for folder in ("src/cofab", "tests", "bench", "tools") if (ROOT / folder).exists()]
    )
    named = _named_in_texts()
    lines = []
    for item in vulture.get_unused_code(min_confidence=60):
        path = Path(item.filename).relative_to(ROOT)
        if item.typ in KINDS and path.parts[0] == "src" and "migrations" not in path.parts and item.name not in named:
            lines.append(f"{path}:{item.first_lineno}: unused {item.typ} {item.name}")
    return sorted(lines)


def _named_in_texts() -> set[str]:
    """Return every word of templates, and every part of a dotted name that stands in a string of the source."""
    words: set[str] = set()
    for path in (ROOT / "src").rglob("*.html"):
        words.update(WORD.findall(path.read_text(encoding="utf-8")))
    for path in (ROOT / "src").rglob("*.py"):
        for text in re.findall(r"[\"']([\w.:]+)[\"']", path.read_text(encoding="utf-8")):
            words.update(WORD.findall(text))
    words.update(WORD.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    return words


if __name__ == "__main__":
    lines = found()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(1 if lines else 0)
