"""What an import did, in counts, in money and in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

MONEY = ("net", "purchases", "refunds", "duplicates_net")
COUNTS = ("accepted", "duplicates", "replaced", "withdrawn", "continued")


@dataclass(frozen=True, slots=True)
class Result:
    """Every line of the file is accepted, a duplicate or rejected: lines = accepted + duplicates + rejected.

    `replaced` and `withdrawn` are lines of earlier imports that this file took back; money is in the company's
    currency; `refunds` is negative; days are ISO dates, or None when no line was good. A trial adds `preview`, the
    first good lines as they would be kept, and `examples`, a few lines (number, cells) of every reason.
    """

    import_no: int
    kind: str
    source: str
    lines: int
    accepted: int
    duplicates: int
    rejected: int
    replaced: int
    withdrawn: int
    continued: int
    reasons: Mapping[str, int]
    rejected_file: str | None
    net: Decimal
    purchases: Decimal
    refunds: Decimal
    duplicates_net: Decimal
    first_day: str | None
    last_day: str | None
    currency: str
    words: tuple[str, ...] = ()
    preview: tuple[Mapping[str, str], ...] = ()
    examples: Mapping[str, list[list[str]]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Write the result as plain values, under the names the command line and the API use."""
        return {
            "import": self.import_no,
            "kind": self.kind,
            "source": self.source,
            "lines": self.lines,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "rejected": self.rejected,
            "replaced": self.replaced,
            "withdrawn": self.withdrawn,
            "continued": self.continued,
            "reasons": dict(self.reasons),
            "rejected_file": self.rejected_file,
            "net": str(self.net),
            "gross purchases": str(self.purchases),
            "refunds": str(self.refunds),
            "duplicates_net": str(self.duplicates_net),
            "first_day": self.first_day,
            "last_day": self.last_day,
            "currency": self.currency,
            "words": list(self.words),
            **({"preview": [dict(row) for row in self.preview]} if self.preview else {}),
            **({"examples": dict(self.examples)} if self.examples else {}),
        }


def from_dict(told: Mapping[str, Any]) -> Result:
    """Read back what `to_dict` wrote."""
    return Result(
        import_no=told["import"],
        kind=told["kind"],
        source=told["source"],
        lines=told["lines"],
        accepted=told["accepted"],
        duplicates=told["duplicates"],
        rejected=told["rejected"],
        replaced=told["replaced"],
        withdrawn=told["withdrawn"],
        continued=told["continued"],
        reasons=told["reasons"],
        rejected_file=told["rejected_file"],
        net=Decimal(told["net"]),
        purchases=Decimal(told["gross purchases"]),
        refunds=Decimal(told["refunds"]),
        duplicates_net=Decimal(told["duplicates_net"]),
        first_day=told["first_day"],
        last_day=told["last_day"],
        currency=told["currency"],
        words=tuple(told["words"]),
        preview=tuple(told.get("preview", ())),
        examples=told.get("examples", {}),
    )


def in_words(counts: Mapping[str, int], kind: str) -> tuple[str, ...]:
    """Say what happened beside the lines that were simply accepted."""
    sayings = (
        ("duplicates", "{n} lines are in the lake already, or repeated in the file, and were not counted again."),
        ("rejected", "{n} lines were rejected; each is in the file of rejected lines with its reason."),
        (
            "replaced",
            "{n} lines of earlier imports were replaced by corrected ones."
            if kind == "sales"
            else "{n} earlier entries were replaced by newer ones.",
        ),
        (
            "withdrawn",
            "{n} lines of the earlier edition of this file were withdrawn, because it does not contain them any more.",
        ),
        ("continued", "{n} sales begun in an earlier file were continued."),
    )
    return tuple(text.format(n=f"{counts[key]:,}") for key, text in sayings if counts.get(key))
