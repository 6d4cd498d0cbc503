"""Gather the fragments of changes/ into CHANGELOG.md under a version, and delete them: `python tools/changes.py 0.2.0`.

Standard library only. A fragment is `<area>-<few-words>.md`; those of one area stand together.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"(?P<area>[a-z]+)(-[a-z0-9]+)+\.md")
MARK = "## Unreleased\nSee [changes/](changes/).\n"


def fragments(folder: Path) -> dict[str, str]:
    """Return the text of every fragment by its file's name, in alphabetical order."""
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return {path.name: " ".join(path.read_text(encoding="utf-8").split()) for path in files}


def problems(folder: Path) -> list[str]:
    """Return one line for each fragment that is not named `<area>-<few-words>.md`, or does not read as a sentence."""
    return [
        f"{name}: {text[:60]}"
        for name, text in fragments(folder).items()
        if not NAME.fullmatch(name) or not re.fullmatch(r"[A-Z`/].{10,600}\.", text)
    ]


def gathered(changelog: str, version: str, day: date, texts: dict[str, str]) -> str:
    """Return the changelog with a section for `version` under the mark; raises ValueError where the mark is missing."""
    if MARK not in changelog:
        raise ValueError(f"CHANGELOG.md has no section like this:\n{MARK}")
    lines = [f"- **{name.split('-', 1)[0]}**: {text}\n" for name, text in texts.items()]
    return changelog.replace(MARK, f"{MARK}\n## {version} ({day.isoformat()})\n{''.join(lines)}", 1)


def release(root: Path, version: str, day: date) -> int:
    """Move every fragment into the changelog of `root` and return how many there were."""
    texts, page = fragments(root / "changes"), root / "CHANGELOG.md"
    page.write_text(gathered(page.read_text(encoding="utf-8"), version, day, texts), encoding="utf-8")
    for name in texts:
        (root / "changes" / name).unlink()
    return len(texts)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"\d+\.\d+\.\d+", sys.argv[1]):
        sys.exit("Name the version, such as 0.2.0.")
    if found := problems(ROOT / "changes"):
        sys.exit("\n".join(found))
    sys.stdout.write(f"{release(ROOT, sys.argv[1], date.today())} changes\n")  # noqa: DTZ011 (a day on a page)
