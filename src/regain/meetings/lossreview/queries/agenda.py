"""The agenda in words: what each of its points looks at."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.meetings.lossreview.models import Item, Review
from regain.meetings.lossreview.rules.agenda import Section, lengths

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
