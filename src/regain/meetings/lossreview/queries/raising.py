"""The page to raise an issue on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.people.models import Person
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.issues import PersonChoice, ReasonChoice, owners, person_row, reasons


@dataclass(frozen=True)
class RaisingPage:
    """What may be chosen, and what was."""

    title: str
    words: str
    free: tuple[ReasonChoice, ...]
    """Reasons no issue covers yet."""
    chosen: tuple[int, ...]
    owners: tuple[PersonChoice, ...]
    owner: str
    due_on: str
    review: str


def may_raise(by: Actor) -> bool:
    """Whether this person may raise issues."""
    return policy.may_work(by=by)


def raising_page(*, reason: int | None = None, sent: Mapping[str, str] | None = None) -> RaisingPage:
    """The form, for a reason or as it was sent."""
    free = tuple(each for each in reasons() if each.issue is None)
    given = sent or {}
    title = next((each.title for each in free if each.id == reason), "")
    chosen = [int(each) for each in given.get("reasons", "").split(",") if each.isdigit()]
    return RaisingPage(
        title=given.get("title", title),
        words=given.get("words", ""),
        free=free,
        chosen=tuple(chosen) if sent else (reason,) if title and reason else (),
        owners=owners(),
        owner=given.get("owner", ""),
        due_on=given.get("due_on", ""),
        review=given.get("review", ""),
    )


def review_for(pk: int | None) -> Review | None:
    """The review it is raised for, if any. Raises NotFound."""
    if pk is None:
        return None
    found = Review.objects.filter(pk=pk, called_off_at=None).first()
    if found is None:
        raise NotFound(_("There is no such review."))
    return found


def owner_for(pk: int | None) -> Person | None:
    """Whoever is to answer for it, if anybody. Raises NotFound."""
    return None if pk is None else person_row(pk)
