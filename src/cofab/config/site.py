"""Entering an installation: which data folder, which database, and Django set up on them.

Promises: afterwards the environment names both, so that every child process enters the same installation.
"""

from __future__ import annotations

import os
from pathlib import Path

from cofab.config.database import Server, ensure_server


def data_dir() -> Path:
    """Return the data folder: COFAB_DATA, else `data` in the checkout, else `data` in the current folder."""
    if given := os.environ.get("COFAB_DATA"):
        return Path(given).resolve()
    checkout = Path(__file__).resolve().parents[3]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "data"


def enter(owner: bool = False) -> Server:
    """Start or reach the database and set Django up; `owner` adds the connection that migrations use.

    Refuses what `ensure_server` refuses.
    """
    folder = data_dir()
    os.environ["COFAB_DATA"] = str(folder)
    server = ensure_server(folder)
    os.environ["DATABASE_URL"] = server.app_url
    if owner:
        os.environ["DATABASE_OWNER_URL"] = server.owner_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cofab.config.settings")
    import django

    django.setup()
    return server


def without_database() -> None:
    """Set Django up for what only reads the code; nothing is started, a query would fail."""
    os.environ.setdefault("COFAB_DATA", str(data_dir()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cofab.config.settings")
    import django

    django.setup()


def cache_kernels() -> None:
    """Let Numba keep compiled kernels in the data folder; where that cannot be written, in a temporary one."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    folder = data_dir() / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        import tempfile

        folder = Path(tempfile.gettempdir()) / f"cofab-kernels-{os.getuid()}"
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
