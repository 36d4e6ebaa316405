"""Where the work lives: SQLite set up so that nothing acknowledged is lost, or PostgreSQL by address."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from regain.foundation.kit.errors import Invalid

WAL_IS_SAFE_FROM = (3, 51, 3)
"""Older SQLite can corrupt a database in WAL mode when two connections write and checkpoint at once
(the WAL-reset bug; sqlite.org, changes in 3.51.3)."""


def database(url: str, sqlite_file: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`, or for the SQLite file when there is no url."""
    return _postgresql(url) if url else _sqlite(sqlite_file)


def journal(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The pragmas that keep every acknowledged write through a power cut, for this SQLite."""
    if version >= WAL_IS_SAFE_FROM:
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    return "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA;"


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "TEST": {"NAME": file.with_name("test.sqlite3")},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": journal() + " PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise Invalid("The database address must begin with postgresql://, or be left empty for SQLite.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }
