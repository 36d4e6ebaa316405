"""Reviews: which this person may see, and one by its month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.home import here
from regain.foundation.kit.period import Period, month_of
from regain.foundation.kit.period import period as read_period
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Review, Seat
from regain.meetings.lossreview.queries.order import today
from regain.meetings.lossreview.rules.days import last_working

OFFERED = 24
"""Months one can convene a review of, counted back from the end of the facts."""


@dataclass(frozen=True)
class Known:
    """How far the facts reach."""

    last_day: date | None

    def covers(self, month: Period) -> bool:
        """Whether they reach the month's last working day; shops that rest on Sundays sell nothing on them."""
        if self.last_day is None:
            return False
        return self.last_day >= last_working(month.from_on, month.until_on, settings.COMPANY.country)


def visible(by: Actor) -> QuerySet[Review]:
    """The reviews this actor may see."""
    return Review.objects.filter(policy.seen_reviews(by))


def review_row(period: str, by: Actor) -> Review:
    """The review of a month; where it was called off, the last that was. Raises NotFound, also for one unseen."""
    try:
        text = read_period(period).text
    except Invalid:
        text = ""
    rows = visible(by).filter(period=text).select_related("chair")
    found = rows.order_by(F("called_off_at").desc(nulls_first=True), "-pk").first()
    if found is None:
        raise NotFound(_("There is no Loss Review of this month."))
    return found


def review_of(pk: int) -> Review:
    """One by its number, for the work behind the pages. Raises NotFound."""
    found = Review.objects.select_related("chair").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such Loss Review."))
    return found


def coming_reviews() -> QuerySet[Review]:
    """Those that are to take place, the earliest first."""
    return Review.objects.filter(called_off_at=None, adjourned_at=None).order_by("meets_at", "pk")


def has_seats_ahead(person: int) -> bool:
    """Whether somebody is on the list of a review that is to take place."""
    return coming_reviews().filter(seats__person=person, seats__left_out_at=None).exists()


def seats_of(review: Review) -> list[Seat]:
    """Whoever is on the list, by name."""
    return list(review.seats.filter(left_out_at=None).select_related("person").order_by("person__name", "pk"))


def known() -> Known:
    """How far the facts reach now."""
    now = warehouse.lake().current()
    return Known(_last_day(str(here().lake), now.facts, now.made_at))


def last_whole_month(facts: Known, *, at: datetime) -> Period | None:
    """The newest month that is over and known whole; none while there is none."""
    return next(iter(whole_months(facts, at=at, count=1)), None)


def whole_months(facts: Known, *, at: datetime, count: int = OFFERED) -> list[Period]:
    """The newest months that are over and known whole, the newest first."""
    if facts.last_day is None:
        return []
    month = month_of(min(facts.last_day, today(at)))
    if month.until_on > today(at) or not facts.covers(month):
        month = month_of(month.from_on - timedelta(days=1))
    found = []
    for _step in range(count):
        found.append(month)
        month = month_of(month.from_on - timedelta(days=1))
    return found


@lru_cache(maxsize=16)
def _last_day(lake: str, facts: int, made_at: str) -> date | None:
    """Asked once for each snapshot: its facts never change."""
    return warehouse.last_day(warehouse.lake())


def title_of(period: str) -> str:
    """`September 2011`."""
    return date_format(read_period(period).from_on, "F Y")
