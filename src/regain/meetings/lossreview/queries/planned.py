"""A review as calendars and mails show it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.notices.queries.words import absolute
from regain.foundation.notices.rules.calendar import Event, calendar
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.actions_due import events_of
from regain.meetings.lossreview.queries.packs import stored, thawed
from regain.meetings.lossreview.queries.reviews import title_of


def planned(*, by: Actor) -> Sequence[Event]:
    """The reviews this person has a seat in, and the days their actions are due, for their calendar."""
    if not isinstance(by, Person):
        return []
    rows = Review.objects.filter(seats__person=by.pk, seats__left_out_at=None, called_off_at=None)
    reviews = [event_of(row, to=by) for row in rows.select_related("chair").order_by("meets_at", "pk")]
    return [*reviews, *events_of(by)]


def event_of(review: Review, *, to: Person | None = None, cancelled: bool = False) -> Event:
    """The meeting as a calendar shows it, in the person's language."""
    with translation.override(language_of(to)):
        words = [_("The pack, the agenda and the minutes are on the page of the review.")]
        if review.place:
            words.insert(0, _("Where: %(place)s") % {"place": review.place})
        title = _("Loss Review of %(month)s") % {"month": title_of(review.period)}
    return Event(
        uid=f"loss-review-{review.pk}@regain",
        starts_at=review.meets_at,
        ends_at=review.ends_at,
        title=title,
        words="\n".join(words),
        href=absolute(path_of(review)),
        zone=settings.COMPANY.zone,
        sequence=review.sequence,
        cancelled=cancelled,
    )


def calendar_file(review: Review, *, by: Actor, at: datetime) -> bytes:
    """The meeting for any calendar program."""
    return calendar([event_of(review, to=by if isinstance(by, Person) else None)], at=at)


def invitation_mail(
    review: Review, *, to: Person, again: bool = False, cancelled: bool = False, because: str = ""
) -> tuple[str, str]:
    """Subject and text, in the person's language."""
    frozen = is_frozen(review)
    with translation.override(language_of(to)):
        told = {
            "name": to.name,
            "title": title_of(review.period),
            "when": when(review.meets_at),
            "minutes": review.minutes,
            "place": review.place,
            "chair": review.chair.name if review.chair else "",
            "chairs": review.chair_id == to.pk,
            "freezes": formats.day(review.freeze_at, "full"),
            "frozen": frozen,
            "href": absolute(path_of(review)),
            "again": again,
            "cancelled": cancelled,
            "because": because.strip(),
        }
        mail = render_to_string("lossreview/mail/invitation.txt", told)
    subject, text = mail.strip().split("\n", 1)
    return subject.strip()[:200], text.strip() + "\n"


def pack_mail(review: Review, *, to: Person, attached: bool) -> tuple[str, str]:
    """Subject and text of the mail that brings a frozen pack, in the person's language."""
    kept = stored(review)
    before = thawed(review)
    with translation.override(language_of(to)):
        told = {
            "name": to.name,
            "title": title_of(review.period),
            "headline": kept.pack.headline if kept else "",
            "when": when(review.meets_at),
            "place": review.place,
            "again": bool(before),
            "because": before[0].because if before else "",
            "attached": attached,
            "href": absolute(reverse("lossreview:pack", args=[review.period])),
        }
        mail = render_to_string("lossreview/mail/pack.txt", told)
    subject, text = mail.strip().split("\n", 1)
    return subject.strip()[:200], text.strip() + "\n"


def when(moment: datetime) -> str:
    """`Thursday, 13 October 2011, 10:00`, on the company's clock."""
    with timezone.override(settings.COMPANY.tz):
        return f"{formats.day(moment, 'full')}, {formats.moment(moment, 'time')}"


def is_frozen(review: Review) -> bool:
    """Whether its numbers stand."""
    return review.packs.filter(thawed_at=None, frozen_at__isnull=False).exists()


def path_of(review: Review) -> str:
    """Where a review is."""
    return reverse("lossreview:review", args=[review.period])


def language_of(person: Person | None) -> str:
    """The language to write to somebody in."""
    return (person.language if person else "") or settings.LANGUAGE_CODE
