"""What the environment says about this installation; every setting has a default that works on one machine."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The variables Cofab reads, documented in docs/operations.md."""

    model_config = SettingsConfigDict(env_prefix="COFAB_", extra="ignore", populate_by_name=True)

    database_url: str = Field("postgresql://cofab_app@127.0.0.1:5432/cofab", validation_alias="DATABASE_URL")
    owner_url: str = Field("", validation_alias=AliasChoices("COFAB_OWNER_URL", "DATABASE_OWNER_URL"))
    data: Path = Path("data")
    demo: bool = False
    debug: bool = False
    secret: str = ""
    hosts: str = "localhost,127.0.0.1,[::1]"
    site_url: str = "http://localhost:8000"
    events_port: int = 0
    proxies: int = 0
    messages: str = "outbox"
    metrics_token: str = ""
    file_limit_mb: int = 150
    stalled_s: int = 30
    stream: str = ""
    custodian: str | None = None
    text_reader_url: str = ""
    text_reader_token: str = ""

    def keeper(self) -> str:
        """Return the name of the custodian that keeps the buyers' money; "" for none, the test custodian in a demo."""
        if self.custodian is None:
            return "test" if self.demo else ""
        return self.custodian

    def secret_key(self) -> str:
        """Return the secret: the variable, or one generated once and kept in the data folder, for its owner only."""
        if self.secret:
            return self.secret
        self.data.mkdir(parents=True, exist_ok=True)
        path = self.data / "secret"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _filled(path)
        with os.fdopen(descriptor, "w") as file:
            file.write(value := secrets.token_urlsafe(48))
        return value


def _filled(path: Path) -> str:
    """Return the secret that another process may be writing this very moment."""
    import time

    for _ in range(100):
        if value := path.read_text().strip():
            return value
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty: delete it and start again")


@lru_cache
def environment() -> Environment:
    """Return the environment, read once."""
    return Environment()  # type: ignore[call-arg]


def connection(url: str) -> dict[str, object]:
    """Return Django's settings of a database from its address; raises ValueError for another kind of server."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL is a postgresql:// address")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
