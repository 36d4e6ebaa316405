"""Which reader reads which source."""

from collections.abc import Callable
from types import MappingProxyType

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.database import DatabaseReader
from regain.knowledge.warehouse.intake.parquet import ParquetReader
from regain.knowledge.warehouse.intake.sheet import SheetReader
from regain.knowledge.warehouse.intake.source import Limits, Reader, Source
from regain.knowledge.warehouse.intake.text import TextReader
from regain.knowledge.warehouse.rules.mapping import Format

READERS: MappingProxyType[str, Callable[[Source, Format, Limits], Reader]] = MappingProxyType(
    {
        **dict.fromkeys((".csv", ".txt", ".tsv"), TextReader),
        **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), SheetReader),
        **dict.fromkeys((".parquet", ".pq"), ParquetReader),
        "": DatabaseReader,
    }
)


def open_reader(source: Source, form: Format, limits: Limits) -> Reader:
    """Open a source; raises Invalid when its kind of file is not known, or it is not what its name says."""
    suffix = source.suffix
    if suffix not in READERS or (source.path and not suffix):
        known = ", ".join(filter(None, READERS))
        raise Invalid(f"“{suffix or source.label}” files cannot be imported; the kinds are {known}.")
    return READERS[suffix](source, form, limits)
