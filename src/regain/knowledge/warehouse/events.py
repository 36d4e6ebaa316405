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


@dataclass(frozen=True)
class TrialAsked:
    """Somebody wants to know what an import would do, before it does it."""

    draft: int
    mapping: str
    asked_by: str


@dataclass(frozen=True)
class ImportOrdered:
    """An import is to be done, or gone on with, in the background."""

    import_no: int
    asked_by: str
