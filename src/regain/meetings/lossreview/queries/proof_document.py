"""The fix of an issue as programs read it."""

from typing import Any

from regain.foundation.kit.actor import Actor
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.proof import proof_of


def document(*, by: Actor, issue: Issue) -> dict[str, Any]:
    """What `proof_of` shows; `measured` is null before a fix."""
    page = proof_of(by=by, issue=issue)
    return {
        "issue": page.issue,
        "fixed_on": page.fixed_on,
        "fixed_by": page.fixed_by,
        "change": page.change,
        "closed_at": page.closed_at,
        "reopened_at": page.reopened_at,
        "may_close": page.may_close,
        "measured": page.found.document if page.found else None,
        "kept": [
            {"at": one.at, "verdict": one.verdict, "sentence": one.sentence, "moved": one.moved} for one in page.kept
        ],
        "customers_to_tell": page.handed.to_tell,
        "customers_told": page.handed.told,
    }
