"""What several verbs of issues need: the row held until the verb ends, a sentence, a refusal of what is over."""

from datetime import date, datetime
from unicodedata import category

from django.utils import timezone
from django.utils.translation import gettext as _

from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.issues import may_own

LONGEST_TITLE = 200
LONGEST_WORDS = 4_000


class TitleMissing(Invalid):
    """An issue without a name could not be found again."""


class ReasonMissing(Invalid):
    """A change without a reason teaches nobody anything."""


class IssueIsOver(Conflict):
    """It was closed, set aside or merged."""


class CannotAnswer(Conflict):
    """They cannot sign in, or may not take part."""


class DayIsOver(Invalid):
    """A day nobody can keep any more."""


def locked(issue: Issue) -> Issue:
    """The issue as it is now, held until the verb ends."""
    return (
        Issue.objects.select_for_update(of=("self",), no_key=True)
        .select_related("merged_into", "owner")
        .get(pk=issue.pk)
    )


def locked_open(issue: Issue) -> Issue:
    """The same. Raises IssueIsOver unless something is still to be done."""
    row = locked(issue)
    refuse_over(row)
    return row


def refuse_over(row: Issue) -> None:
    """Raises IssueIsOver with the way out."""
    told = {"title": row.title}
    if row.merged_into is not None:
        told["into"] = row.merged_into.title
        raise IssueIsOver(_("“%(title)s” was merged into “%(into)s”. Work there, or separate them first.") % told)
    if row.closed_at is not None:
        raise IssueIsOver(_("“%(title)s” is closed. Open it again first.") % told)
    if row.set_aside_at is not None:
        raise IssueIsOver(_("“%(title)s” was set aside. Take it up again first.") % told)


def title_from(text: str) -> str:
    """The name on one line, without needless space. Raises TitleMissing."""
    seen = "".join(" " if category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in text)
    title = " ".join(seen.split())[:LONGEST_TITLE]
    if not title:
        raise TitleMissing(_("Give the issue a short name, such as “Parcels arrive late”."))
    return title


def reason_from(text: str, sentence: str) -> str:
    """The reason without needless space. Raises ReasonMissing with the sentence."""
    reason = " ".join(text.split())[:1_000]
    if not reason:
        raise ReasonMissing(sentence)
    return reason


def refuse_owner(owner: Person) -> None:
    """Raises CannotAnswer for somebody who could not see what they answer for."""
    if not may_own(owner):
        raise CannotAnswer(
            _("%(name)s cannot sign in here or takes part in no review. Choose somebody else.") % {"name": owner.name}
        )


def refuse_past(due_on: date, at: datetime) -> None:
    """Raises DayIsOver for a day before today."""
    if due_on < timezone.localdate(at):
        raise DayIsOver(_("%(day)s is over. Choose a day from today on.") % {"day": formats.day(due_on)})
