"""What users notice is written down in fragments, and a release gathers them."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("changes", ROOT / "tools" / "changes.py")
changes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(changes)


def test_every_fragment_is_named_by_its_area_and_reads_as_a_sentence():
    assert changes.fragments(ROOT / "changes")
    assert changes.problems(ROOT / "changes") == []


def test_the_changelog_can_take_the_fragments_that_there_are():
    page = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    texts = changes.fragments(ROOT / "changes")
    after = changes.gathered(page, "9.9.9", date(2030, 1, 1), texts)
    assert after.index("## Unreleased") < after.index("## 9.9.9 (2030-01-01)")
    assert all(text in after for text in texts.values())


def test_a_release_moves_them_and_keeps_what_was_released(tmp_path: Path):
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "README.md").write_text("# Change fragments\n")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n{changes.MARK}\n## 0.1.0 (2026-01-01)\n- **old**: Old.\n")
    for name, text in (("publish-x.md", "A firm can\nsell."), ("agree-y.md", "A buyer signs here.")):
        (tmp_path / "changes" / name).write_text(text)
    assert changes.release(tmp_path, "0.2.0", date(2026, 2, 1)) == 2
    told = (tmp_path / "CHANGELOG.md").read_text()
    assert told.endswith(
        "## 0.2.0 (2026-02-01)\n- **agree**: A buyer signs here.\n- **publish**: A firm can sell.\n\n"
        "## 0.1.0 (2026-01-01)\n- **old**: Old.\n"
    )
    assert [path.name for path in (tmp_path / "changes").iterdir()] == ["README.md"]


@pytest.mark.parametrize("name", ["fragment.md", "Publish-x.md"])
def test_a_fragment_without_an_area_is_told(tmp_path: Path, name: str):
    (tmp_path / name).write_text("A firm can sell its time.")
    assert changes.problems(tmp_path) == [f"{name}: A firm can sell its time."]
