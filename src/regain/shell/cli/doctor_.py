"""`regain doctor`: look at this installation and say what to mend."""

import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click
from django.conf import settings
from django.db import connection

from regain.foundation.kit.home import Home
from regain.foundation.people.queries.people import administrators
from regain.knowledge.warehouse.queries import lake
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready
from regain.shell.settings.database import WAL_IS_SAFE_FROM

GIGABYTE = 2**30
FINE, MIND, MEND = "fine", "mind", "mend"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    name: str
    state: str
    sentence: str


@click.command("doctor")
@door_command
def command(*, door: Door) -> None:
    """Check this installation; exits with 1 when something must be mended."""
    home = ready()
    findings = [check(home) for check in CHECKS]
    marks = {FINE: "✓", MIND: "·", MEND: "✗"}
    document = {"findings": [vars(each) for each in findings], "healthy": all(f.state != MEND for f in findings)}
    door.answer(document, *(f"{marks[each.state]} {each.name}: {each.sentence}" for each in findings))
    if not document["healthy"]:
        raise SystemExit(1)


def _python(_: Home) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", FINE, f"{version}.")


def _database(_: Home) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor != "sqlite":
        return Finding("Database", FINE, "PostgreSQL answers.")
    if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM:
        return Finding("Database", FINE, f"SQLite {sqlite3.sqlite_version}, with a write-ahead log.")
    words = f"SQLite {sqlite3.sqlite_version} is older than 3.51.3, so the slower, safe journal is used."
    return Finding("Database", MIND, f"{words} With more than a few people, use PostgreSQL.")


def _facts(_: Home) -> Finding:
    snapshot = lake().current()
    if not snapshot.imports:
        return Finding("Facts", MIND, "none yet. Begin with: regain import sales FILE")
    gone = sorted(path for path in snapshot.files() if not (lake().root / path).exists())
    if gone:
        return Finding(
            "Facts", MEND, f"{len(gone)} files of the lake are missing, such as {gone[0]}; restore a backup."
        )
    imports = "1 import" if len(snapshot.imports) == 1 else f"{len(snapshot.imports)} imports"
    return Finding("Facts", FINE, f"{imports}, snapshot {snapshot.number}, every file is there.")


def _values(_: Home) -> Finding:
    snapshot = lake().current()
    about = snapshot.about("values")
    if not snapshot.imports:
        return Finding("Values", MIND, "wait for the first import.")
    if not about:
        return Finding("Values", MIND, "nobody was valued yet. Run: regain value")
    if about["facts"] != snapshot.facts:
        return Finding("Values", MIND, f"are as of {about['as_of']}, older than the facts. Run: regain value")
    return Finding("Values", FINE, f"are as of {about['as_of']}.")


def _people(_: Home) -> Finding:
    if administrators().exists():
        return Finding("People", FINE, "somebody administers this installation.")
    return Finding("People", MEND, "nobody can sign in. Run: regain people found --email you@example.com --name You")


def _space(home: Home) -> Finding:
    free = shutil.disk_usage(home.root).free / GIGABYTE
    state = FINE if free > 5 else MIND if free > 1 else MEND
    return Finding("Disk", state, f"{free:.1f} GB free where {home.root} is.")


def _mail(_: Home) -> Finding:
    if settings.MAIL.host:
        return Finding("Mail", FINE, f"goes out through {settings.MAIL.host}.")
    return Finding("Mail", MIND, "no server is set, so mails are kept in the home's outbox folder.")


CHECKS: tuple[Callable[[Home], Finding], ...] = (
    _python,
    _database,
    _facts,
    _values,
    _people,
    _space,
    _mail,
)
