"""The first lines of what is being prepared, and how they would be read."""

from datetime import UTC, datetime
from pathlib import Path

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.home import Home, here
from regain.knowledge.warehouse.intake.glance import Seen, Wanted
from regain.knowledge.warehouse.intake.glancing import glance
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.queries.facts import imports, lake
from regain.knowledge.warehouse.rules.catalogue import kind_named
from regain.knowledge.warehouse.rules.guess import named
from regain.knowledge.warehouse.rules.mapping import Format, Mapping

ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)  # names of columns do not depend on the present


def look(
    home: Home,
    source: Source,
    *,
    kind: str,
    form: Format,
    at: datetime,
    columns: dict[str, str | int] | None = None,
    seen: str | None = None,
    guesses_delimiter: bool = False,
) -> Seen:
    """Look at the first lines. Raises Invalid when even that cannot be done."""
    kind_named(kind)
    company = imports(home, form).company
    wanted = Wanted(
        source=source,
        kind=kind,
        format=form,
        currency=company.currency,
        zone=company.zone,
        at=at.isoformat(),
        columns=columns,
        seen=seen,
        guesses_delimiter=guesses_delimiter,
        rates=_rates(home),
    )
    return glance(home.imports, wanted)


def guessed(kind: str, source: Source) -> Mapping:
    """The mapping that the names of a source's columns suggest. Raises Invalid when they do not suggest enough."""
    if source.path and not Path(source.path).is_file():
        raise Invalid(f"There is no file {Path(source.path).name}.")
    seen = look(here(), source, kind=kind, form=Format(), at=ANY_TIME, guesses_delimiter=True)
    if seen.refusal:
        raise Invalid(seen.refusal)
    return Mapping(kind, named(seen.names, seen.columns), Format(delimiter=seen.delimiter))


def _rates(home: Home) -> list[list[str]]:
    facts = lake(home)
    snapshot = facts.current()
    if not snapshot.has("rates"):
        return []
    with facts.reader(snapshot) as connection:
        rows = connection.execute("SELECT currency, day, rate FROM rates").fetchall()
    return [[str(value) for value in row] for row in rows]
