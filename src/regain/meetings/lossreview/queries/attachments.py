"""The files beside an issue or an action, for those who may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Action, Attachment, Issue
from regain.meetings.lossreview.rules.files import MOST

BROUGHT_BACK_WITHIN: Final = timedelta(days=14)
"""So long a file that was taken away is kept."""


@dataclass(frozen=True)
class FileRow:
    """One file."""

    id: int
    name: str
    size: int
    size_words: str
    href: str
    added_at: datetime
    added_by: str
    may_remove: bool


@dataclass(frozen=True)
class Files:
    """The files beside one thing, and whether another may be added."""

    rows: tuple[FileRow, ...]
    may_add: bool
    issue: int | None
    action: int | None

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another."""
        return len(self.rows) >= MOST


def files_of(*, by: Actor, issue: Issue | None = None, action: Action | None = None) -> Files:
    """What lies beside an issue or an action this person sees."""
    rows = beside(issue=issue, action=action).defer("body").select_related("added_by").order_by("added_at", "pk")
    return Files(
        rows=tuple(_row(row, by=by) for row in rows),
        may_add=policy.may_attach(by=by, issue=issue, action=action),
        issue=issue.pk if issue else None,
        action=action.pk if action else None,
    )


def beside(*, issue: Issue | None = None, action: Action | None = None) -> QuerySet[Attachment]:
    """The files there are now."""
    return Attachment.objects.filter(issue=issue, action=action, withdrawn_at=None)


def attachment_row(pk: int, by: Actor, *, withdrawn: bool = False) -> Attachment:
    """A file beside something this person sees; one taken away only when asked for. Raises NotFound."""
    issues, actions = Issue.objects.filter(policy.seen_issues(by)), Action.objects.filter(policy.seen_actions(by))
    rows = Attachment.objects.filter(Q(issue__in=issues) | Q(action__in=actions), withdrawn_at__isnull=not withdrawn)
    found = rows.select_related("issue", "action__issue").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def place_of(row: Attachment) -> str:
    """The page it lies on."""
    if row.issue is not None:
        return reverse("lossreview:issue", args=[row.issue.pk]) + "#files"
    return reverse("lossreview:action", args=[row.action_id]) + "#files"


def to_forget(*, at: datetime) -> QuerySet[Attachment]:
    """Files that were taken away too long ago to be kept."""
    return Attachment.objects.filter(withdrawn_at__lte=at - BROUGHT_BACK_WITHIN).exclude(body=b"")


def _row(row: Attachment, *, by: Actor) -> FileRow:
    return FileRow(
        id=row.pk,
        name=row.name,
        size=row.size,
        size_words=filesizeformat(row.size),
        href=reverse("lossreview:file", args=[row.pk]),
        added_at=row.added_at,
        added_by=row.added_by.name,
        may_remove=policy.may_detach(by=by, attachment=row),
    )
