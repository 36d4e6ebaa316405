"""Bringing a home to where the code expects it: folders, database, cache table, static files."""

from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from regain.foundation.kit.home import Home, here


def ready() -> Home:
    """This home, with its database brought up to date. Raises NotFound when there is no home."""
    home = here()
    home.configuration()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    return home


def publish_static() -> None:
    """Put the browser files where the server finds them, hashed and compressed."""
    call_command(collectstatic.Command(), verbosity=0, interactive=False)
