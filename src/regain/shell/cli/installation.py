"""Bringing a home to where the code expects it: folders, database, first reasons, static files."""

import hashlib
from contextlib import suppress
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from regain import __version__
from regain.foundation.kit import clock
from regain.foundation.kit.home import Home, here
from regain.knowledge.playbook.actions.catalogue import CatalogueInUse, load_catalogue
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from regain.shell.cli.door import OPERATOR


def ready() -> Home:
    """This home, with its database up to date and reasons to choose from. Raises NotFound when there is no home."""
    home = here()
    home.configuration()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if catalogue_is_empty():
        with suppress(CatalogueInUse):
            load_catalogue(by=OPERATOR, at=clock.now())
    return home


def publish_static(home: Home) -> None:
    """Put the browser files where the server finds them, hashed and compressed; again only when they changed."""
    mark, now = home.root / "static" / ".published", _fingerprint()
    if not mark.is_file() or mark.read_text("ascii") != now:
        call_command(collectstatic.Command(), verbosity=0, interactive=False)
        mark.write_text(now, "ascii")


def _fingerprint() -> str:
    """What the browser files are: their names, sizes and times of change."""
    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
