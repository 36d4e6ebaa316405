"""The letter that brings somebody the minutes, with what they agreed to do first."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from regain.foundation.notices.queries.words import absolute
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.meetings.lossreview.models import Action, Issue, Minutes, Seat
from regain.meetings.lossreview.queries.reviews import title_of


@dataclass(frozen=True)
class Letter:
    """One mail."""

    subject: str
    text: str


def to_be_told(minutes: Minutes) -> QuerySet[Seat]:
    """Everybody with a seat whom the minutes did not go to yet."""
    asked = minutes.review.seats.filter(left_out_at=None, minutes_sent_at=None, person__left_at=None)
    return asked.select_related("person").order_by("person__name", "pk")


def letter(minutes: Minutes, person: Person, *, base: str = "") -> Letter:
    """The minutes as a mail to one person, in their language; `base` is the address where nothing else says it."""
    review = minutes.review
    actions = Action.objects.filter(review=review, owner=person).select_related("issue").order_by("due_on", "pk")
    issues = Issue.objects.filter(owner=person, ranks__review=review).order_by("due_on", "pk")
    href = reverse("lossreview:minutes", args=[review.period])
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(settings.COMPANY.tz):
        given = {
            "name": person.name,
            "month": title_of(review.period),
            "actions": [(row.what, row.issue.title if row.issue else "", formats.day(row.due_on)) for row in actions],
            "issues": [(row.title, formats.day(row.due_on)) for row in issues],
            "text": minutes.text,
            "by": minutes.approved_by,
            "address": absolute(href) or (base.rstrip("/") + href if base else ""),
        }
        mail = render_to_string("lossreview/mail/minutes.txt", given)
    subject, text = mail.strip().split("\n", 1)
    return Letter(subject.strip()[:150], text.strip() + "\n")
