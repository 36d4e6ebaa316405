"""What the room itself knows of its health: issues, actions, meetings, proofs; as known at a moment."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from regain.foundation.kit.period import month_after
from regain.meetings.lossreview.models import Action, Issue, Proof, Review
from regain.meetings.lossreview.rules.health import MINUTES_WITHIN, Count, Days, Figure, Line, Share, ages


def of_issues(at: datetime) -> Mapping[Line, Figure]:
    """How old open issues are, whose they are, and which are late."""
    not_yet = Q(closed_at=None) | Q(closed_at__gt=at)
    not_aside = Q(set_aside_at=None) | Q(set_aside_at__gt=at)
    not_merged = Q(merged_into=None) | Q(merged_at__gt=at)
    rows = list(
        Issue.objects.filter(not_yet, not_aside, not_merged, raised_at__lte=at).values_list(
            "raised_at", "owner", "due_on", "fixed_on"
        )
    )
    today = timezone.localtime(at).date()
    open_ones = [(owner, due_on) for _, owner, due_on, fixed_on in rows if not (fixed_on and fixed_on <= today)]
    return {
        Line.ISSUES_AGE: ages([timezone.localtime(raised).date() for raised, *_ in rows], today),
        Line.ISSUES_UNOWNED: Count(sum(owner is None for _, owner, _, _ in rows), len(rows)),
        Line.ISSUES_LATE: Count(sum(bool(due_on and due_on < today) for _, due_on in open_ones), len(rows)),
        Line.ISSUES_WAITING: Count(len(rows) - len(open_ones), len(rows)),
    }


def of_actions(at: datetime, *, from_on: date, until_on: date) -> Mapping[Line, Figure]:
    """Whether what was agreed for a time was kept by the first agreed day; and what is late at the moment."""
    today = timezone.localtime(at).date()
    due = Action.objects.filter(
        Q(dropped_at=None) | Q(dropped_at__gt=at),
        made_at__lte=at,
        first_due_on__gte=from_on,
        first_due_on__lt=min(until_on, today),
    )
    kept = [
        done_at is not None and done_at <= at and timezone.localtime(done_at).date() <= first
        for done_at, first in due.values_list("done_at", "first_due_on")
    ]
    undone = Q(done_at=None) | Q(done_at__gt=at)
    undropped = Q(dropped_at=None) | Q(dropped_at__gt=at)
    still = Action.objects.filter(undone, undropped, made_at__lte=at)
    return {
        Line.ACTIONS_KEPT: Share(sum(kept), len(kept)),
        Line.ACTIONS_LATE: Count(still.filter(due_on__lt=today).count(), still.count()),
    }


def of_meetings(at: datetime) -> Mapping[Line, Figure]:
    """Whether reviews were held in time, in the twelve months up to a moment."""
    today = timezone.localtime(at).date()
    rows = Review.objects.filter(
        convened_at__lte=at, until_on__gt=month_after(today.replace(day=1), -12), until_on__lte=today
    )
    called_off = Q(called_off_at__isnull=False, called_off_at__lte=at)
    found = rows.order_by("until_on").values_list("until_on", "began_at", "adjourned_at", "record__sent_at")
    held = [row for row in found.exclude(called_off) if row[1] and row[1] <= at]
    began = {until_on: timezone.localtime(began_at).date() for until_on, began_at, *_ in held}
    due = {row[0] for row in found if month_after(row[0]) <= today or row[0] in began}
    on_time = sum(until_on in began and began[until_on] < month_after(until_on) for until_on in due)
    return {
        Line.REVIEWS_ON_TIME: Share(on_time, len(due)),
        Line.REVIEW_DAYS: Days(tuple((timezone.localtime(row[1]).date() - row[0]).days for row in held[-1:])),
        Line.MINUTES_IN_TIME: _minutes([(row[2], row[3]) for row in held], at),
    }


def _minutes(held: list[tuple[datetime | None, datetime | None]], at: datetime) -> Share:
    """Whose two days are over, or whose minutes are sent."""
    over = [
        sent is not None and sent <= adjourned + MINUTES_WITHIN
        for adjourned, sent in held
        if adjourned and (adjourned + MINUTES_WITHIN <= at or (sent is not None and sent <= at))
    ]
    return Share(sum(over), len(over))


def of_proofs(at: datetime) -> Mapping[Line, Figure]:
    """What proofs closed and opened again, in the twelve months up to a moment."""
    since = at - timedelta(days=365)
    moved = list(Proof.objects.filter(measured_at__gt=since, measured_at__lte=at).values_list("moved", flat=True))
    return {
        Line.ISSUES_PROVEN: Count(moved.count("closed")),
        Line.ISSUES_REOPENED: Count(moved.count("reopened")),
    }
