"""Which reader reads which source."""

from collections.abc import Callable
from types import MappingProxyType

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.intake.source import Reader, Source
from regain.knowledge.warehouse.intake.text import TextReader
from regain.knowledge.warehouse.rules.mapping import Format

READERS: MappingProxyType[str, Callable[[Source, Format], Reader]] = MappingProxyType(
    {
        **dict.fromkeys((".csv", ".txt", ".tsv"), TextReader),
    }
)


def open_reader(source: Source, form: Format) -> Reader:
    """Open a source; raises Invalid when its kind of file is not known."""
    if source.suffix not in READERS:
        raise Invalid(f"“{source.suffix}” files cannot be imported; the kinds are {', '.join(filter(None, READERS))}.")
    return READERS[source.suffix](source, form)
