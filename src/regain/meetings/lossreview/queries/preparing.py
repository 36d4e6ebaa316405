"""What the month's preparation still needs by now: a review to convene, a pack to freeze and send, people to remind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job, State
from regain.foundation.kit.period import Period, month_of
from regain.foundation.notices.queries.reminders import keys_under
from regain.foundation.people.models import Person
from regain.meetings.lossreview.models import Pack, Review
from regain.meetings.lossreview.queries import keys
from regain.meetings.lossreview.queries.order import moment, standing, today
from regain.meetings.lossreview.queries.planned import is_frozen
from regain.meetings.lossreview.queries.reviews import coming_reviews, known, last_whole_month, seats_of
from regain.meetings.lossreview.rules.days import working_days_after
from regain.meetings.lossreview.rules.order import FREEZES

MAKING: Final = "regain.meetings.lossreview.jobs.packing.make_pack"
SENDING: Final = "regain.meetings.lossreview.jobs.sending.send_frozen"
AGAIN_AFTER: Final = timedelta(hours=1)
"""Before a job that failed is tried again."""
AT_LAST: Final = timedelta(hours=2)
"""Before the meeting, when a pack that was thawed is frozen again, unless somebody did."""
OPEN: Final = (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class Turn:
    """Where some work in the background stands."""

    is_going_on: bool
    failed_because: str
    may_begin: bool
    """Neither under way nor failed just now."""


def month_to_convene(*, at: datetime) -> Period | None:
    """The newest whole month, unless somebody dealt with it already, nobody is there to meet, or reviews are paused."""
    if _is_dealt_with(month_of(today(at).replace(day=1) - timedelta(days=1))):
        return None
    order = standing()
    if order.paused_at is not None or not order.people:
        return None
    month = last_whole_month(known(), at=at)
    return None if month is None or _is_dealt_with(month) else month


def _is_dealt_with(month: Period) -> bool:
    """Whether its review was convened, also one called off since."""
    return Review.objects.filter(period=month.text).exists()


def freezes_from(review: Review) -> datetime:
    """From when on its pack is frozen without anybody's doing."""
    thawed = Pack.objects.filter(review=review, thawed_at__isnull=False).exists()
    return max(review.freeze_at, review.meets_at - AT_LAST) if thawed else review.freeze_at


def is_to_freeze(review: Review, *, at: datetime) -> bool:
    """Whether its pack is to be made and frozen by now."""
    return freezes_from(review) <= at and not is_frozen(review)


def is_to_send(review: Review) -> bool:
    """Whether a frozen pack has not reached its people yet."""
    frozen = review.packs.filter(thawed_at=None, frozen_at__isnull=False).only("pk").first()
    return frozen is not None and sent_at(frozen) is None


def sent_at(pack: Pack) -> datetime | None:
    """When a pack went to its people; the trail knows."""
    sent = Entry.objects.filter(verb="lossreview.send_pack", subject=f"{pack._meta.label_lower}:{pack.pk}")
    found: datetime | None = sent.order_by("at").values_list("at", flat=True).first()
    return found


def turn(task: str, review: Review, *, at: datetime) -> Turn:
    """The newest turn of a task for a review."""
    job = Job.objects.filter(name=task, arguments__review=review.pk).order_by("-pk").first()
    if job is None:
        return Turn(is_going_on=False, failed_because="", may_begin=True)
    failed = job.state == State.FAILED
    is_fresh = failed and job.finished_at is not None and job.finished_at > at - AGAIN_AFTER
    return Turn(
        is_going_on=job.state in OPEN,
        failed_because=job.sentence if failed else "",
        may_begin=job.state not in OPEN and not is_fresh,
    )


def is_untold(review: Review) -> bool:
    """Whether the chair has not heard yet that the pack could not be made."""
    return not keys_under(keys.stuck(review))


def to_prepare(*, at: datetime) -> list[Review]:
    """The reviews people are to meet for; one whose day went by unheld is left to them."""
    rows = coming_reviews().filter(began_at=None, meets_at__gt=at - timedelta(days=1))
    return list(rows.select_related("chair"))


def to_remind(review: Review, *, at: datetime) -> tuple[Person, ...]:
    """Whoever has not heard that the meeting is on the next working day."""
    day = review.meets_at.astimezone(settings.COMPANY.tz).date()
    since = moment(working_days_after(day, -1, settings.COMPANY.country), FREEZES)
    if not since <= at < review.meets_at:
        return ()
    told = keys_under(keys.tomorrow(review))
    return tuple(seat.person for seat in seats_of(review) if key_of(review, seat.person) not in told)


def key_of(review: Review, person: Person) -> str:
    """The key of one person's reminder of the meeting as it is planned now."""
    return f"{keys.tomorrow(review, person)}:{review.meets_at:%Y%m%d%H%M}"
