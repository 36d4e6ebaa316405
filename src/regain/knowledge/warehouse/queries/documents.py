"""Imports as programs read them."""

from typing import Any

from regain.foundation.kit.money import text
from regain.knowledge.warehouse.queries.standing import Standing


def import_document(row: Standing) -> dict[str, Any]:
    """One import."""
    result = row.result
    return {
        "number": row.number,
        "kind": row.kind,
        "source": row.label,
        "at": row.at.isoformat(),
        "by": row.who,
        "state": row.state,
        "sentence": row.sentence,
        "progress": row.words,
        "percent": row.percent,
        "result": None
        if result is None
        else {
            "lines": result.lines,
            "accepted": result.accepted,
            "duplicates": result.duplicates,
            "rejected": result.rejected,
            "replaced": result.replaced,
            "withdrawn": result.withdrawn,
            "continued": result.continued,
            "reasons": [{"reason": reason, "lines": count} for reason, count in result.reasons.items()],
            "net": text(result.net),
            "purchases": text(result.purchases),
            "refunds": text(result.refunds),
            "duplicates_net": text(result.duplicates_net),
            "currency": result.currency,
            "first_day": result.first_day,
            "last_day": result.last_day,
            "words": list(result.words),
        },
    }
