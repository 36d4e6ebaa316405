"""Before a review: whose executive calls are still to be made, and who was told of it when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from regain.desks.recovery.queries.callers import Caller, Followed, followed
from regain.foundation.notices.queries.reminders import keys_under
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.order import today
from regain.meetings.lossreview.rules.days import working_days_after
from regain.meetings.lossreview.rules.order import FIRST_CALL, LAST_CALL


@dataclass(frozen=True)
class Due:
    """What is to be done about the calls before a review by now."""

    unheard: tuple[Caller, ...] = ()
    """Whoever has calls to make and has not heard of it since the day they were to."""
    left: tuple[Caller, ...] = ()
    tells_chair: bool = False
    past: tuple[str, ...] = ()
    """Keys of reminders that hold no longer."""

    def __bool__(self) -> bool:
        return bool(self.unheard or self.tells_chair or self.past)


def due(review: Review, *, at: datetime) -> Due:
    """Whom to remind, whether the chair is told, and what to let go of."""
    left = behind(calls_of(review, at=at)) if at < review.freeze_at else ()
    past = _past(review, left)
    since = _due_since(review, at=at)
    if since is None or not left:
        return Due(left=left, past=past)
    return Due(
        unheard=tuple(each for each in left if not _heard(keys.calls(review, each.person), since)),
        left=left,
        tells_chair=review.chair_id is not None and not _heard(keys.behind(review, review.chair_id), since),
        past=past,
    )


def calls_of(review: Review, *, at: datetime) -> Followed:
    """The executives' calls about the month of a review."""
    return followed(from_on=review.from_on, until_on=review.until_on, at=at)


def behind(calls: Followed) -> tuple[Caller, ...]:
    """Whoever still has calls to make."""
    return tuple(each for each in calls.callers if each.person is not None and each.to_make)


def told_today(review: Review, caller: Caller, *, at: datetime) -> bool:
    """Whether this executive has heard of it today."""
    return _told_on(keys.calls(review, caller.person)) == today(at)


def _past(review: Review, left: tuple[Caller, ...]) -> tuple[str, ...]:
    """Reminders of whoever has nothing left; the chair's, once nobody has."""
    still = {keys.calls(review, each.person) for each in left}
    gone = [key for key in _open_under(keys.calls(review)) if key.rpartition(":")[0] not in still]
    return (*gone, *([] if left else _open_under(keys.behind(review))))


def _heard(key: str, since: date) -> bool:
    last = _told_on(key)
    return last is not None and last >= since


def _told_on(key: str) -> date | None:
    """The day somebody was last reminded under this key; reminders of this room end with it."""
    return max((date.fromisoformat(each.rsplit(":", 1)[-1]) for each in keys_under(key)), default=None)


def _open_under(key: str) -> tuple[str, ...]:
    """The open reminders whose keys go on from this one."""
    return tuple(each for each, is_open in keys_under(key).items() if is_open)


def _due_since(review: Review, *, at: datetime) -> date | None:
    """The newest day so far on which executives are to hear of their calls; none before the first."""
    frozen = review.freeze_at.astimezone(settings.COMPANY.tz).date()
    days = (working_days_after(frozen, -count, settings.COMPANY.country) for count in (FIRST_CALL, LAST_CALL))
    return max((day for day in days if day <= today(at)), default=None)
