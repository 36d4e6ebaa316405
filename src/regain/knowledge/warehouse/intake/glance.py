"""The first lines of a source, read in a child process: its columns, what stands there, and how it would be read.

`python -m regain.knowledge.warehouse.intake.glance FOLDER` reads `FOLDER/wanted.json` and writes `FOLDER/seen.json`.
"""

import dataclasses
import json
import re
import resource
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from regain.foundation.kit.errors import Invalid, Refused
from regain.knowledge.warehouse.intake.check import Context, judge
from regain.knowledge.warehouse.intake.lines import is_wide, open_lines
from regain.knowledge.warehouse.intake.parquet import ParquetReader
from regain.knowledge.warehouse.intake.plan import bind, cell
from regain.knowledge.warehouse.intake.readers import open_reader
from regain.knowledge.warehouse.intake.reading import DAMAGED
from regain.knowledge.warehouse.intake.source import Chunk, Limits, Reader, Source
from regain.knowledge.warehouse.lake.engine import Connection, connect
from regain.knowledge.warehouse.rules.catalogue import Field, kind_named
from regain.knowledge.warehouse.rules.guess import delimiter_of, fitted, signature
from regain.knowledge.warehouse.rules.mapping import Format, Mapping
from regain.knowledge.warehouse.rules.reasons import sentences
from regain.knowledge.warehouse.rules.uploads import MOST_COLUMNS, TEXTS
from regain.knowledge.warehouse.sql import compose, identifier, listing

SHOWN = 20
CELL = 120
MEMORY_MB = 1536
NO_RATES = "CREATE TABLE rates (currency VARCHAR, day DATE, rate DECIMAL(20,8))"
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look at, and how: without `columns` they are guessed, and for other columns than those `seen`, too."""

    source: Source
    kind: str
    format: Format
    currency: str
    zone: str
    at: str
    columns: dict[str, str | int] | None = None
    seen: str | None = None
    guesses_delimiter: bool = False
    rates: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """The columns' names, the first lines as they are, and as they would be read: values by field, and the problem."""

    names: list[str] = field(default_factory=list)
    lines: list[tuple[int, list[str]]] = field(default_factory=list)
    read: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    delimiter: str = ""
    missing: list[str] = field(default_factory=list)
    refusal: str = ""


def main(folder: Path) -> int:
    """Look at what `folder` asks for; what cannot be read is told in `refusal`."""
    limit = (MEMORY_MB + 192) * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    told = json.loads((folder / "wanted.json").read_text("utf-8"))
    made = {"source": Source(**told["source"]), "format": Format(**told["format"])}
    seen = look(Wanted(**{**told, **made}), folder)
    (folder / "seen.json").write_text(json.dumps(dataclasses.asdict(seen), ensure_ascii=False), encoding="utf-8")
    return 0


def look(wanted: Wanted, folder: Path) -> Seen:
    """Read the first lines. A refusal is an answer, too, beside what could be found out before it."""
    form, sheets = wanted.format, []
    try:
        sheets = _sheets(wanted.source)
        if wanted.guesses_delimiter and wanted.source.suffix in TEXTS and not form.delimiter:
            form = dataclasses.replace(form, delimiter=_delimiter(Path(wanted.source.path), form.encoding))
        seen = _look(wanted, form, folder)
    except DAMAGED:
        return Seen(sheets=sheets, refusal="The compressed file is damaged or cut short.")
    except Refused as refusal:
        return Seen(sheets=sheets, delimiter=form.delimiter, refusal=refusal.sentence)
    return dataclasses.replace(seen, sheets=sheets, delimiter=form.delimiter)


def _look(wanted: Wanted, form: Format, folder: Path) -> Seen:
    reader = open_reader(wanted.source, form, Limits())
    names = [column.name for column in reader.columns]
    if len(names) > MOST_COLUMNS:
        raise Invalid(
            f"There are {len(names):,} columns; at most {MOST_COLUMNS} can be shown. Leave out those that are not"
            " needed, or check the delimiter."
        )
    kind = kind_named(wanted.kind)
    columns = wanted.columns if wanted.seen in (None, signature(names)) else None
    found = fitted(kind, names, columns)
    paths = [Path(wanted.source.path)] if wanted.source.path else []
    with closing(
        connect(memory="600MB", threads=1, spill=folder / "spill", paths=paths, folders=[folder])
    ) as connection:
        chunk = _first(reader)
        if chunk is None:
            raise Invalid("There is not a single line after the names of the columns.")
        reader.load(connection, chunk, folder)
        lines = _lines(connection, chunk, len(names))
        mapping = Mapping(kind.name, dict(found.columns), form)
        missing = mapping.missing()
        read = _unread(chunk, mapping) if missing else _read(connection, reader, chunk, mapping, wanted)
    return Seen(
        names=names,
        lines=lines,
        read=read,
        columns=dict(found.columns),
        guessed=list(found.guessed),
        absent=list(found.absent),
        missing=missing,
    )


def _first(reader: Reader) -> Chunk | None:
    """A chunk with no more than the first lines."""
    if isinstance(reader, ParquetReader):
        count = min(SHOWN, reader.total)
        return Chunk(0, {}, lines=[0, count], count=count) if count else None
    chunk = next(iter(reader.chunks({}, 0)), None)
    if chunk is None:
        return None
    last = sorted([*chunk.lines, *(bad.line for bad in chunk.bad)])[:SHOWN][-1]
    kept = [(line, row) for line, row in zip(chunk.lines, chunk.rows, strict=True) if line <= last]
    return dataclasses.replace(
        chunk,
        lines=[line for line, _row in kept],
        rows=[row for _line, row in kept],
        bad=[bad for bad in chunk.bad if bad.line <= last],
        raws={},
        count=len(kept),
    )


def _lines(connection: Connection, chunk: Chunk, width: int) -> list[tuple[int, list[str]]]:
    cells = listing(
        compose("coalesce(left(CAST($c AS VARCHAR), $n), '')", c=cell(p), n=_number(CELL)) for p in range(width)
    )
    rows = connection.execute(compose("SELECT line, $cells FROM raw ORDER BY line", cells=cells)).fetchall()
    lines = [(int(row[0]), [str(value) for value in row[1:]]) for row in rows]
    for bad in chunk.bad:
        found = [each[:CELL] for each in bad.cells[:width]]
        lines.append((bad.line, found + [""] * (width - len(found))))
    return sorted(lines)


def _unread(chunk: Chunk, mapping: Mapping) -> list[tuple[int, dict[str, str], str]]:
    """Lines that could not even be split into columns, and why."""
    form = mapping.format
    told = sentences(kind_named(mapping.kind), dates=form.dates, encoding=form.encoding)
    return [(bad.line, {}, told[bad.code]) for bad in chunk.bad]


def _read(
    connection: Connection, reader: Reader, chunk: Chunk, mapping: Mapping, wanted: Wanted
) -> list[tuple[int, dict[str, str], str]]:
    plan = bind(mapping, reader.columns)
    connection.execute(NO_RATES)
    if wanted.rates:
        connection.executemany("INSERT INTO rates VALUES (?, ?, ?)", wanted.rates)
    at = datetime.fromisoformat(wanted.at)
    judge(connection, plan, Context(wanted.currency, wanted.zone, at, 0, 1))
    told = sentences(plan.kind, dates=plan.format.dates, encoding=plan.format.encoding)
    fields = [each for each in plan.kind.fields if each.name in plan.places]
    values = listing(_value(each) for each in fields)
    text = compose(
        "SELECT typed.line, judged.reason, $values FROM typed LEFT JOIN judged ON judged.line = typed.line"
        " ORDER BY typed.line",
        values=values,
    )
    read = [
        (
            int(row[0]),
            {each.name: _plain(each, value) for each, value in zip(fields, row[2:], strict=True)},
            told.get(row[1], "") if row[1] else "",
        )
        for row in connection.execute(text).fetchall()
    ]
    return sorted([*read, *_unread(chunk, mapping)], key=lambda line: line[0])


def _value(each: Field) -> Any:
    name = f"{each.name}_local" if each.type == "moment" else each.name
    return compose("coalesce(left(CAST(typed.$c AS VARCHAR), $n), '')", c=identifier(name), n=_number(CELL))


def _plain(each: Field, value: str) -> str:
    if each.type in {"money", "price", "quantity"} and "." in value:
        return value.rstrip("0").rstrip(".")
    if each.type == "moment":
        return re.sub(r"(:\d\d):00$", r"\1", value)
    return value


def _number(value: int) -> Any:
    return compose(str(value))


def _sheets(source: Source) -> list[str]:
    if source.suffix not in SHEETS:
        return []
    try:
        return list(CalamineWorkbook.from_path(source.path).sheet_names)
    except (CalamineError, OSError) as error:
        raise Invalid(f"The workbook cannot be read: {error}.") from error


def _delimiter(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        stream, own = open_lines(file, encoding)
        first = stream.readline(1 << 16).decode("utf-8" if is_wide(encoding) else own, errors="replace")
    return delimiter_of(first)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
