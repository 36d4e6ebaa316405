"""The list of cycles, and which one comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.facts import last_day, terms_of
from regain.desks.recovery.queries.totals import exact
from regain.desks.recovery.rules.terms import CALLED, Settings
from regain.foundation.jobs.queries import JobRow, newest_jobs
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.foundation.kit.period import Period, month_of, period
from regain.foundation.kit.table import Column, Kind, TableSpec

JOB = "Draft period"
"""The title of the job that drafts, as the jobs room writes it."""

OFFERED = 18
"""Months one can choose to draft, counted back from the end of the facts."""


@dataclass(frozen=True)
class CycleRow:
    """One cycle of the list."""

    period: str
    title: str
    href: str
    from_on: date
    until_on: date
    state: str
    approved_at: datetime | None
    approved_by: str
    drafted_at: datetime
    drafted_by: str
    departures: int
    value_lost: Money
    calls: int
    letters: int


SPEC: Final = TableSpec(
    name="cycles",
    columns=[
        Column("title", _("Period"), priority=1, link="href", sortable=False),
        Column(
            "state",
            _("State"),
            Kind.STATUS,
            states={"draft": _("Draft"), "approved": _("Approved")},
            tones={"draft": "busy", "approved": "good"},
        ),
        Column("from_on", _("From"), Kind.DATE, default_shown=False),
        Column("departures", _("Departures"), Kind.NUMBER),
        Column("value_lost", _("Value lost a year"), Kind.MONEY),
        Column("calls", _("Calls"), Kind.NUMBER),
        Column("letters", _("Letters"), Kind.NUMBER),
        Column("approved_by", _("Approved by"), priority=3),
        Column("drafted_at", _("Drafted"), Kind.MOMENT, priority=3),
    ],
    default_sort="-from_on",
    caption=_("Rescue cycles"),
)


@dataclass(frozen=True)
class PeriodChoice:
    """A period one can draft."""

    period: str
    title: str
    is_whole: bool
    """Whether the facts cover it to its end."""


@dataclass(frozen=True)
class CyclesPage:
    """Every cycle, newest first, and the periods one can draft."""

    cycles: tuple[CycleRow, ...]
    choices: tuple[PeriodChoice, ...]
    suggested: PeriodChoice | None
    terms: Settings | None
    """What a draft made now would be decided under."""
    may_draft: bool
    last_day: date | None
    drafting: int | None
    """The job that drafts at this moment."""


def cycles_page(*, by: Actor) -> CyclesPage:
    """Every cycle, and what to draft next."""
    known = last_day()
    choices = tuple(choices_until(known)) if known else ()
    taken = set(Cycle.objects.values_list("period", flat=True))
    whole = [choice for choice in choices if choice.is_whole and choice.period not in taken]
    return CyclesPage(
        cycles=tuple(cycle_rows()),
        choices=choices,
        suggested=next((choice for choice in whole if "Q" not in choice.period), None),
        terms=terms_of(settings.COMPANY, month_of(known)) if known else None,
        may_draft=by.may(policy.DRAFT),
        last_day=known,
        drafting=next((job.id for job in drafting_jobs() if job.is_open), None),
    )


def drafting_jobs() -> list[JobRow]:
    """The newest jobs that draft, the latest first."""
    return [job for job in newest_jobs().jobs if job.title == JOB]


def cycle_rows() -> list[CycleRow]:
    """Every cycle, newest first."""
    calls = Count("decisions", filter=Q(decisions__kind__in=CALLED))
    letters = Count("decisions", filter=Q(decisions__kind="letter"))
    rows = Cycle.objects.annotate(
        departures=Count("decisions"), lost=Sum("decisions__value_lost"), calls=calls, letters=letters
    )
    return [_row(cycle) for cycle in rows.order_by("-until_on", "-from_on")]


def _row(cycle: Cycle) -> CycleRow:
    counted = cycle.__dict__
    return CycleRow(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        href=reverse("recovery:cycle", args=[cycle.period]),
        from_on=cycle.from_on,
        until_on=cycle.until_on,
        state="approved" if cycle.is_approved else "draft",
        approved_at=cycle.approved_at,
        approved_by=cycle.approved_by,
        drafted_at=cycle.drafted_at,
        drafted_by=cycle.drafted_by,
        departures=counted["departures"],
        value_lost=Money(exact(counted["lost"]), cycle.currency),
        calls=counted["calls"],
        letters=counted["letters"],
    )


def choices_until(last: date) -> list[PeriodChoice]:
    """The months up to the last known day, newest first, with the quarters they end."""
    found: list[PeriodChoice] = []
    month = month_of(last)
    for _step in range(OFFERED):
        found.append(_choice(month, last))
        if month.from_on.month % 3 == 0:
            quarter = period(f"{month.from_on.year}-Q{month.from_on.month // 3}")
            found.append(_choice(quarter, last))
        month = month_of(month.from_on - timedelta(days=1))
    return found


def _choice(wanted: Period, last: date) -> PeriodChoice:
    return PeriodChoice(
        period=wanted.text,
        title=words.period_in_words(wanted.text),
        is_whole=last >= wanted.until_on - timedelta(days=1),
    )
