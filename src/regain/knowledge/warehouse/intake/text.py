"""Reads .csv, .txt and .tsv, plain or gzipped."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.lines import is_wide, open_lines, skip, unpacked
from regain.knowledge.warehouse.intake.plan import Column, cell
from regain.knowledge.warehouse.intake.records import Feed, records
from regain.knowledge.warehouse.intake.source import Bad, Chunk, Limits, Source
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.rules.mapping import Format
from regain.knowledge.warehouse.sql import Sql, compose, listing, literal, query

ROWS = 50_000
BYTES = 24_000_000
LEADING = ["line", "reason"]
BOM = b"\xef\xbb\xbf"
LOST = "\ufffd"


class TextReader:
    """Reads a delimited text file; a file of rejected lines is known by its first two columns, then passed over."""

    def __init__(self, source: Source, form: Format, limits: Limits) -> None:
        self.path, self.limits = Path(source.path), limits
        self.delimiter = form.delimiter or ("\t" if source.suffix == ".tsv" else ",")
        self.header, self.skipped = form.header, 0
        self.declared, self.wide = form.encoding, is_wide(form.encoding)
        self.file = self.path.open("rb")
        self.total = self.path.stat().st_size
        limits.check(unpacked(self.file, limits.most(self.total)), self.total)
        self.encoding = open_lines(self.file, form.encoding)[1]
        first = self._first()
        if first[:2] == LEADING:
            first, self.skipped = first[2:], 2
        self.columns = tuple(Column(name.strip() if self.header else "") for name in first)

    def chunks(self, position: dict[str, Any], number: int) -> Iterator[Chunk]:
        """Give the chunks from a position (offset, line) on."""
        feed = self._feed(int(position.get("offset", 0)), int(position.get("line", 1)))
        found = records(feed, self.delimiter)
        if self.header and not position:
            next(found)
        while True:
            chunk = Chunk(number, {})
            size = 0
            for item in found:
                chunk.count += 1
                size += self._take(chunk, item)
                if chunk.count >= ROWS or size > BYTES:
                    break
            if not chunk.count:
                return
            self.limits.check(feed.offset, self.total)
            chunk.position = {"offset": feed.offset, "line": feed.line, "done": self.file.tell()}
            yield chunk
            number += 1

    def load(self, connection: Connection, chunk: Chunk, folder: Path) -> None:
        """Make the table `raw` of a chunk, by way of a file that cannot be misread."""
        load_rows(connection, chunk, folder, len(self.columns))

    def _take(self, chunk: Chunk, item: tuple[int, list[str], bytes] | Bad) -> int:
        if isinstance(item, Bad):
            chunk.bad.append(Bad(item.line, item.code, item.cells[self.skipped :], item.raw))
            return len(item.raw)
        line, cells, raw = item
        cells = cells[self.skipped :] if self.skipped else cells
        if len(cells) != len(self.columns):
            chunk.bad.append(Bad(line, "line:columns", tuple(cells), raw))
        elif self.wide and LOST in raw.decode("utf-8"):
            chunk.bad.append(Bad(line, "line:bytes", tuple(cells), raw))
        else:
            chunk.rows.append(cells)
            chunk.lines.append(line)
            chunk.raws[line] = raw
        return len(raw)

    def _first(self) -> list[str]:
        for item in records(self._feed(0, 1), self.delimiter):
            if not isinstance(item, Bad):
                cells = item[1]
                if not self.header and cells and cells[0].split(",")[:2] == LEADING:
                    return self._rejected()
                return cells
            if self.header:
                raise Invalid(
                    f"The first line of the file cannot be read as {self.encoding}, split by “{self.delimiter}”."
                )
        raise Invalid("The file has no lines.")

    def _rejected(self) -> list[str]:
        self.delimiter, self.header = ",", True
        item = next(records(self._feed(0, 1), self.delimiter))
        if isinstance(item, Bad):
            raise Invalid("The first line of the file cannot be read.")
        return item[1]

    def _feed(self, offset: int, line: int) -> Feed:
        stream, _ = open_lines(self.file, self.declared)
        if offset:
            skip(stream, offset)
        elif stream.read(len(BOM)) == BOM:
            offset = len(BOM)
        else:
            stream, _ = open_lines(self.file, self.declared)
        return Feed(stream, self.encoding, offset, line)


def load_rows(connection: Connection, chunk: Chunk, folder: Path, width: int) -> None:
    """Make the table `raw` of rows of text; raises Invalid should a single row be missing afterwards."""
    path = folder / "raw.csv"
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, delimiter="\x1f", quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([line, *cells] for line, cells in zip(chunk.lines, chunk.rows, strict=True))
    columns = [compose("'line': 'BIGINT'")]
    columns += [compose("$name: 'VARCHAR'", name=literal(cell(place).strip('"'))) for place in range(width)]
    rows = query("raw_rows", path=literal(str(path)), columns=listing(columns))
    connection.execute(compose("CREATE OR REPLACE TEMP TABLE raw AS $rows", rows=rows))
    path.unlink()
    row = connection.execute(Sql("SELECT count(*) FROM raw")).fetchone()
    if row is None or row[0] != len(chunk.rows):
        raise Invalid("Some lines were lost between reading and checking; nothing was imported.")
