"""Reads Excel and OpenDocument sheets: .xlsx, .xlsm, .xls, .ods."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.cells import cell_text
from regain.knowledge.warehouse.intake.plan import CELL, Column
from regain.knowledge.warehouse.intake.source import Chunk, Limits, Source
from regain.knowledge.warehouse.intake.text import load_rows
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.rules.mapping import Format

ROWS = 50_000
LEADING = ["line", "reason"]


class SheetReader:
    """Reads one sheet, the first unless the format names another."""

    def __init__(self, source: Source, form: Format, limits: Limits) -> None:
        path = Path(source.path)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                limits.check(sum(entry.file_size for entry in packed.infolist()), path.stat().st_size)
        try:
            book = CalamineWorkbook.from_path(str(path))
            sheet = _sheet(book, form.sheet)
        except (CalamineError, zipfile.BadZipFile, OSError) as error:
            raise Invalid(f"The workbook cannot be read: {error}.") from error
        self.decimal = form.decimal
        self.first = (sheet.start or (0, 0))[0] + 1
        self.rows = sheet.iter_rows()
        self.total = sheet.height
        self.header = form.header
        head = [cell_text(cell).strip() for cell in next(iter(sheet.iter_rows()), [])]
        if not head:
            raise Invalid("The sheet is empty.")
        self.skipped = 2 if self.header and head[:2] == LEADING else 0
        names = head[self.skipped :]
        self.columns = tuple(Column(name if self.header else "", CELL) for name in names)

    def chunks(self, position: dict[str, Any], number: int) -> Iterator[Chunk]:
        """Give the chunks from a position (row) on."""
        done = int(position.get("row", 1 if self.header else 0))
        chunk = Chunk(number, {})
        for place, row in enumerate(self.rows):
            cells = [cell_text(cell, self.decimal) for cell in row[self.skipped :]] if place >= done else []
            if not any(cells):
                continue
            chunk.rows.append(cells)
            chunk.lines.append(self.first + place)
            chunk.count += 1
            if chunk.count == ROWS:
                chunk.position = {"row": place + 1, "done": place + 1}
                yield chunk
                chunk = Chunk(chunk.number + 1, {})
        if chunk.count:
            chunk.position = {"row": self.total, "done": self.total}
            yield chunk

    def load(self, connection: Connection, chunk: Chunk, folder: Path) -> None:
        """Make the table `raw` of a chunk."""
        load_rows(connection, chunk, folder, len(self.columns))


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    names = book.sheet_names
    if not names:
        raise Invalid("The workbook has no sheets.")
    if name and name not in names:
        raise Invalid(f"The workbook has no sheet called “{name}”; it has {', '.join(names)}.")
    return book.get_sheet_by_name(name or names[0])
