"""Set-up's sentences for what goes wrong outside Cofab, and its stamps."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that sets a checkout up."""
    monkeypatch.syspath_prepend(str(TOOLS))
    spec = importlib.util.spec_from_file_location("environment", TOOLS / "environment.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "environment", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device: '/x'", "The disk is full"),
        ("npm error code ENOSPC", "The disk is full"),
        ("ERROR: No matching distribution found for absl-py==2.5.1", "registry could not be reached"),
        ("npm error code EAI_AGAIN", "registry could not be reached"),
        ("error: hash mismatch", "the last lines above say why"),
    ],
)
def test_a_failure_outside_gets_a_sentence(setup: ModuleType, output: str, sentence: str):
    assert sentence in setup.explain(output)


def test_a_small_disk_is_told_before_anything_is_written(setup: ModuleType, monkeypatch: pytest.MonkeyPatch):
    usage = shutil.disk_usage(ROOT)._replace(free=1_000_000_000)
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(setup.Failed, match=r"1\.0 GB of the 2\.5 GB"):
        setup._room("base")


def test_a_missing_library_is_named_with_its_package(setup: ModuleType):
    setup.check_libraries()
    with pytest.raises(setup.Failed, match=r"libNone\.so\.1.*apt install libnone1\)"):
        setup.check_libraries(setup.LIBRARIES | {"libNone.so.1": "libnone1"})


def test_a_changed_lock_is_installed_again_and_an_unchanged_one_is_not(setup: ModuleType, tmp_path: Path):
    lock, stamp = tmp_path / "base.txt", tmp_path / ".base"
    lock.write_text("a==1")
    assert not setup._stamped(stamp, [lock])
    setup._stamp(stamp, [lock])
    assert setup._stamped(stamp, [lock])
    lock.write_text("a==2")
    assert not setup._stamped(stamp, [lock])


def test_the_first_file_is_read_by_any_python_and_refuses_an_old_one():
    source = (TOOLS / "bootstrap.py").read_text(encoding="ascii")
    pretend = "import sys; sys.version_info = (3, 9, 2); exec(compile(open(sys.argv[1]).read(), 'b', 'exec'))"
    done = subprocess.run([sys.executable, "-c", pretend, str(TOOLS / "bootstrap.py")], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Cofab needs Python 3.11 or newer; this is 3.9" in done.stderr
    before_refusal = source.partition("import targets")[0]
    assert "f'" not in before_refusal and 'f"' not in before_refusal


def test_every_browser_file_is_in_the_npm_lock(setup: ModuleType):
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {
        "/".join(source.split("/")[: 2 if source.startswith("@") else 1]) for source in setup.vendor.FILES.values()
    }
    assert [name for name in packages if f'"node_modules/{name}"' not in lock] == []
