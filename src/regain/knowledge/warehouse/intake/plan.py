"""Which source column feeds which field, once the source's columns are known."""

from dataclasses import dataclass

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.rules.catalogue import Field, Kind, kind_named
from regain.knowledge.warehouse.rules.mapping import Format, Mapping, Source
from regain.knowledge.warehouse.sql import Sql, identifier

TEXT = "text"
CELL = "cell"
MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a source: its name ("" when it has none), and the class of its values (`text`, `float`, …)."""

    name: str
    type: str = TEXT


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping bound to a source's columns; `places` gives the 0-based column of each mapped field."""

    kind: Kind
    format: Format
    columns: tuple[Column, ...]
    places: dict[str, int]

    def source(self, field: Field) -> Column | None:
        """The column that feeds a field, or nothing."""
        return self.columns[self.places[field.name]] if field.name in self.places else None

    def rest(self) -> list[tuple[str, int]]:
        """The columns no field uses, as (name or position, place), in an order that does not depend on the file's."""
        used = set(self.places.values())
        return sorted((c.name or str(place + 1), place) for place, c in enumerate(self.columns) if place not in used)


def cell(place: int) -> Sql:
    """Name the column of the raw table that holds the source's column `place`."""
    return identifier(f"c{place + 1}")


def bind(mapping: Mapping, columns: tuple[Column, ...]) -> Plan:
    """Bind a mapping to a source; raises Invalid when it does not fit: something required is missing."""
    missing = mapping.missing()
    if missing:
        raise Invalid(f"Say which column holds the {', the '.join(missing)}.")
    if len(columns) > MOST_COLUMNS:
        raise Invalid(
            f"There are {len(columns):,} columns; at most {MOST_COLUMNS:,} can be read. Leave out those that are not"
            " needed, or check the delimiter."
        )
    places = {name: _place(source, columns) for name, source in mapping.columns.items()}
    return Plan(kind=kind_named(mapping.kind), format=mapping.format, columns=columns, places=places)


def _place(source: Source, columns: tuple[Column, ...]) -> int:
    if isinstance(source, int):
        if not 1 <= source <= len(columns):
            raise Invalid(f"There is no column {source}: the file has {len(columns)}.")
        return source - 1
    found = [place for place, column in enumerate(columns) if column.name == source]
    if not found:
        names = ", ".join(f"“{column.name}”" for column in columns[:30])
        raise Invalid(f"There is no column called “{source}”; the file has {names}.")
    if len(found) > 1:
        raise Invalid(f"There are {len(found)} columns called “{source}”: name one by its position.")
    return found[0]
