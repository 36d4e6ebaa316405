"""What the warehouse announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FactsImported:
    """The lake holds new facts, under this snapshot number."""

    import_no: int
    kind: str
    facts: int


@dataclass(frozen=True)
class ImportUndone:
    """The lake is back at the facts before an import."""

    import_no: int
    facts: int
