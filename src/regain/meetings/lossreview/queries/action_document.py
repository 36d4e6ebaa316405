"""Actions as a program reads them."""

from typing import Any

from regain.meetings.lossreview.queries.action_page import ActionPage
from regain.meetings.lossreview.queries.actions import ActionRow

Document = dict[str, Any]


def row_document(row: ActionRow) -> Document:
    """One action of a list."""
    return {
        "id": row.id,
        "what": row.what,
        "state": row.state,
        "owner": row.owner,
        "is_mine": row.is_mine,
        "due_on": row.due_on,
        "first_due_on": row.first_due_on,
        "progress": row.progress,
        "issue": row.issue,
        "review": row.review,
        "last_said": row.said,
        "done_on": row.done_on,
        "kept": {"kept": True, "missed": False}.get(row.kept),
    }


def page_document(page: ActionPage) -> Document:
    """One action with its story and the names of its files."""
    return row_document(page.row) | {
        "agreed_at": page.made_at,
        "agreed_by": page.made_by,
        "story": [{"at": line.at, "by": line.by, "move": line.title, "words": line.words} for line in page.story],
        "files": [{"id": each.id, "name": each.name, "bytes": each.size} for each in page.files.rows],
    }
