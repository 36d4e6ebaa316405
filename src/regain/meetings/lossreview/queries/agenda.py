"""The agenda in words: what each of its points looks at."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.meetings.lossreview.models import Item, Review
from regain.meetings.lossreview.rules.agenda import Point, Section, lengths

TITLES: dict[Section, str | Promise] = {
    Section.ACTIONS: _("What we agreed last time"),
    Section.LOSSES: _("Who left, and what it cost"),
    Section.CALLS: _("What customers told us"),
    Section.RESULTS: _("Who came back, against control"),
    Section.ISSUES: _("Issues, the dearest first"),
    Section.DECIDE: _("Decide: owners and dates"),
    Section.CLOSE: _("Read back and close"),
}


def usual_items(review: Review) -> list[Item]:
    """The agenda every review begins with, unsaved, fitted to its length."""
    return [
        Item(review=review, place=place, section=section, title=str(TITLES[section]), minutes=minutes)
        for place, (section, minutes) in enumerate(lengths(review.minutes).items(), start=1)
    ]


def agenda_of(review: Review) -> list[Point]:
    """The points as they are now."""
    return [Point(item.title, item.minutes, item.section, item.pk) for item in review.items.all()]


def missing_points(review: Review, there: Collection[str]) -> tuple[Point, ...]:
    """The usual points whose sections are not there, as a review begins with them."""
    usual = (Point(item.title, item.minutes, item.section) for item in usual_items(review))
    return tuple(point for point in usual if point.section not in there)
