"""What each target of the Makefile does once the checkout is set up. Standard library only."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import environment
from environment import PYTHON, ROOT, VENV, Failed

BIN = VENV / "bin"
CHECKS = (
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("types of the core", ["mypy"]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("migrations", ["cofab", "migrate", "--check"]),
    ("translations", ["cofab", "translations", "--check"]),
    ("dead code", ["python", "tools/dead_code.py"]),
)


def main(words: list[str]) -> int:
    """Run the target named first with the rest as its arguments; print a sentence where something outside fails."""
    name, args = words[0], words[1:]
    try:
        return TARGETS[name](args)
    except Failed as failed:
        sys.stderr.write(f"\n{failed}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"\n{environment.explain(str(error))}\n{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def demo(args: list[str]) -> int:
    """Set up and become `cofab demo`."""
    environment.ready("base")
    become("cofab", "demo", *args)
    return 0


def dev(args: list[str]) -> int:
    """Set up and become `cofab serve` with reload."""
    environment.ready("dev")
    os.environ["COFAB_DEBUG"] = "1"
    become("cofab", "serve", "--reload", *args)
    return 0


def test(args: list[str]) -> int:
    """Run the tests, spread over the processors."""
    environment.ready("dev")
    run("cofab", "translations")
    spread = [] if any(word.startswith(("-n", "-p", "--pdb")) for word in args) else ["-n", str(min(4, processors()))]
    return run("pytest", "-m", "not prove", "--dist", "loadfile", *spread, *args)


def prove(args: list[str]) -> int:
    """Run the long seeded proofs."""
    environment.ready("dev")
    run("cofab", "translations")
    return run("pytest", "-m", "prove", *args)


def check(args: list[str]) -> int:
    """Run every check, all of them even if one fails."""
    environment.ready("dev")
    failed = []
    for title, words in CHECKS:
        began = time.monotonic()
        code = run(*words)
        sys.stderr.write(f"  {title:<32} {time.monotonic() - began:6.1f} s  {'ok' if code == 0 else 'FAILED'}\n")
        failed += [title] if code else []
    sys.stderr.write(f"Failed: {', '.join(failed)}\n" if failed else "All checks passed\n")
    return 1 if failed else 0


def bench(args: list[str]) -> int:
    """Run each file of bench/ (or those named) and print its JSON lines; 1 if any claim is not met."""
    environment.ready("dev")
    files = [ROOT / word for word in args] or sorted((ROOT / "bench").glob("[!_]*.py"))
    codes = [run("python", str(path)) for path in files]
    return 1 if any(codes) else 0


def docs(args: list[str]) -> int:
    """Generate the reference pages."""
    environment.ready("dev")
    return run("cofab", "reference", *args)


def reset(args: list[str]) -> int:
    """Stop this checkout's site and delete its data folder."""
    data = Path(os.environ.get("COFAB_DATA", ROOT / "data")).resolve()
    if not data.exists():
        sys.stderr.write(f"There is nothing at {data}.\n")
        return 0
    if "--yes" not in args and input(f"Delete everything in {data}? Type yes: ") != "yes":
        return 1
    stop_site(data)
    shutil.rmtree(data)
    sys.stderr.write(f"Deleted {data}.\n")
    return 0


def lock(args: list[str]) -> int:
    """Resolve the requirements and package.json anew, without any registry's address in the result."""
    uv = shutil.which("uv")
    if uv is None:
        raise Failed("Locking needs uv on the PATH (pipx install uv).")
    for group in ("base", "dev"):
        words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate",
                 "--no-emit-index-url", "--no-emit-find-links", "--python-version=3.11", "--upgrade",
                 "--no-emit-package=opencv-python",  # the headless one stands in: the same module, no window
                 f"requirements/{group}.in", "-o", f"requirements/{group}.txt", "--quiet"]  # fmt: skip
        subprocess.run(words, cwd=ROOT, check=True)
    environment.ready("dev")
    return subprocess.run(
        [*map(str, environment.npm()), "install", "--package-lock-only"], cwd=ROOT, check=False
    ).returncode


def stop_site(data: Path) -> None:
    """End the site that runs on `data`, if one does, and wait for its PostgreSQL to end too."""
    import fcntl
    import json

    note = data / "site.json"
    if note.exists():
        with contextlib.suppress(ProcessLookupError):
            os.kill(json.loads(note.read_text())["pid"], signal.SIGTERM)
    for name in ("site.lock", "postgres.keeper.lock"):
        if (data / name).exists():
            with (data / name).open() as file:
                fcntl.flock(file, fcntl.LOCK_EX)


def run(program: str, *args: str) -> int:
    """Run one of the virtual environment's programs in the checkout and return its exit code."""
    path = PYTHON if program == "python" else BIN / program
    return subprocess.run([str(path), *args], cwd=ROOT, check=False).returncode


def become(program: str, *args: str) -> None:
    """Replace this process, so that signals reach the program itself."""
    os.chdir(ROOT)
    os.execv(BIN / program, [str(BIN / program), *args])


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


TARGETS = {target.__name__: target for target in (demo, dev, test, prove, check, bench, docs, reset, lock)}
