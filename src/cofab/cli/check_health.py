"""Ask a running site whether it is fit to serve; exit 1 if it is not."""

from __future__ import annotations

import argparse
import json
import urllib.error
import urllib.request


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which site to ask."""
    parser.add_argument("--url", help="its address (default: the site that runs on the data folder)")


def run(args: argparse.Namespace) -> int:
    """Print each check with its result."""
    from cofab.config import site

    note = site.data_dir() / "site.json"
    url = args.url or (json.loads(note.read_text())["url"] if note.exists() else "http://localhost:8000")
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=10) as answer:
            result = json.load(answer)
    except urllib.error.HTTPError as error:
        result = json.load(error)
    except OSError as error:
        print(f"{url} does not answer: {error}")
        return 1
    for name, state in result["checks"].items():
        print(f"{name:<12} {state}")
    return 0 if result["status"] == "ok" else 1
