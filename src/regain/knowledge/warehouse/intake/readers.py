"""Which reader reads which source."""

from collections.abc import Callable
from pkgutil import resolve_name
from types import MappingProxyType

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.source import Limits, Reader, Source
from regain.knowledge.warehouse.rules.mapping import Format

HERE = "regain.knowledge.warehouse.intake"
READERS = MappingProxyType(
    {
        **dict.fromkeys((".csv", ".txt", ".tsv"), f"{HERE}.text:TextReader"),
        **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), f"{HERE}.sheet:SheetReader"),
        **dict.fromkeys((".parquet", ".pq"), f"{HERE}.parquet:ParquetReader"),
        "": f"{HERE}.database:DatabaseReader",
    }
)
"""By name, because a reader is loaded when it is needed: the one for databases alone would double the start."""


def open_reader(source: Source, form: Format, limits: Limits) -> Reader:
    """Open a source; raises Invalid when its kind of file is not known, or it is not what its name says."""
    suffix = source.suffix
    if suffix not in READERS or (source.path and not suffix):
        known = ", ".join(filter(None, READERS))
        raise Invalid(f"“{suffix or source.label}” files cannot be imported; the kinds are {known}.")
    reader: Callable[[Source, Format, Limits], Reader] = resolve_name(READERS[suffix])
    return reader(source, form, limits)
