"""`regain import`: take in facts from a file or a database."""

from pathlib import Path

import click

from regain.foundation.kit import clock
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.home import here
from regain.knowledge.warehouse import queries
from regain.knowledge.warehouse.actions import importing
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.rules.catalogue import KINDS
from regain.knowledge.warehouse.rules.mapping import Mapping, from_toml
from regain.knowledge.warehouse.rules.result import Result
from regain.shell.cli.door import OPERATOR, Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.init_ import toml
from regain.shell.cli.installation import ready


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--map", "mapping_file", type=click.Path(path_type=Path), help="Which column means what, as TOML.")
@click.option("--url", default="", help="A database instead of a file: any SQLAlchemy address, read only.")
@click.option("--table", default="", help="The table or SELECT to read from the database.")
@click.option("--source", "name", default="", help="The name under which later editions of this file are recognised.")
@click.option("--replace", default="auto", help="auto, none, or the number of the import this file corrects.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@door_command
def command(
    *,
    door: Door,
    kind: str,
    file: Path | None,
    mapping_file: Path | None,
    url: str,
    table: str,
    name: str,
    replace: str,
    dry_run: bool,
) -> None:
    """Import sales, customers, products, contracts, contacts or rates.

    Every line is accounted for: accepted, an exact duplicate, or rejected with its reason and kept in a file
    to mend and import again. An import that was cut off goes on where it was.
    """
    _home_for_a_first_import(door)
    if file is None and not url:
        raise click.UsageError("Name a FILE, or a database with --url and --table.")
    source = Source(path=str(file.resolve()) if file else "", url=url, table=table, name=name)
    mapping = _mapping(kind, source, mapping_file)
    with door.progress() as progress:
        if dry_run:
            imports = queries.imports(here(), mapping.format)
            result = imports.try_out(source, mapping, at=clock.now(), replace=replace, progress=progress)
        else:
            result = importing.import_facts(
                by=OPERATOR,
                at=clock.now(),
                home=here(),
                source=source,
                mapping=mapping,
                replace=replace,
                progress=progress,
            )
    document = {**result.to_dict(), "dry_run": dry_run}
    door.answer(document, *lines(result, dry_run=dry_run))


def lines(result: Result, *, dry_run: bool = False) -> list[str]:
    """What an import did, in plain words."""
    currency = "" if result.currency == "XXX" else f" {result.currency}"
    would = "would be " if dry_run else ""
    said = [
        f"{result.lines:,} lines: {result.accepted:,} {would}accepted, {result.duplicates:,} exact duplicates,"
        f" {result.rejected:,} rejected.",
    ]
    said += [f"  {count:>9,}  {reason}" for reason, count in result.reasons.items()]
    if result.kind == "sales" and result.accepted:
        said.append(
            f"{result.net:,.2f}{currency} net: {result.purchases:,.2f} of purchases, {result.refunds:,.2f} of refunds,"
            f" from {result.first_day} to {result.last_day}. Duplicates left out come to {result.duplicates_net:,.2f}."
        )
    said += list(result.words)
    if result.rejected_file:
        said.append(f"Rejected lines: {result.rejected_file}")
    return said


def _home_for_a_first_import(door: Door) -> None:
    home = here()
    if not home.exists:
        home.make(toml(name="My company", zone="", currency=""))
        door.say(f"Made a new home in {home.root}.")
    ready()


def _mapping(kind: str, source: Source, file: Path | None) -> Mapping:
    if file is None:
        return queries.guessed(kind, source)
    if not file.is_file():
        raise NotFound(f"There is no mapping file {file}.")
    return from_toml(file.read_text("utf-8"), kind=kind)
