"""The lines of the programme's health: now, a month before at the same age, and what each means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.desks.recovery.queries import programme
from regain.foundation.kit.period import month_after
from regain.foundation.ui import formats
from regain.meetings.lossreview.queries.health import meetings
from regain.meetings.lossreview.queries.health.coverage import Balance, balance, coverage
from regain.meetings.lossreview.queries.packs import frozen_before
from regain.meetings.lossreview.rules.health import Count, Days, Figure, Line, Share, in_season
from regain.meetings.lossreview.rules.pack import HealthLine


@dataclass(frozen=True)
class Meaning:
    """What a line is called, and what it says."""

    title: str | Promise
    words: str | Promise


@dataclass(frozen=True)
class Said:
    """A figure as it was told."""

    value: float | None
    text: str


MEANINGS: Final[Mapping[Line, Meaning]] = {
    Line.CALLS_TRIED: Meaning(
        gettext_lazy("Executive calls tried"),
        gettext_lazy("Of the customers drawn for executives, those somebody tried to reach."),
    ),
    Line.CALLS_SPOKEN: Meaning(
        gettext_lazy("Executive calls with a conversation"),
        gettext_lazy("Of the customers drawn for executives, those somebody spoke with."),
    ),
    Line.CALLS_ON_TIME: Meaning(
        gettext_lazy("Executive calls on time"),
        gettext_lazy("Of the executive calls tried, those first tried within eight working days."),
    ),
    Line.DAYS_TO_CALL: Meaning(
        gettext_lazy("Days from leaving to the conversation"),
        gettext_lazy("The median over everybody who left in the month and was spoken with, by whomever."),
    ),
    Line.CALLS_IN_SEASON: Meaning(
        gettext_lazy("Conversations in weeks 2 to 6"),
        gettext_lazy("In the first week people are angry, after the sixth they forget: between them they tell most."),
    ),
    Line.ASKED: Meaning(
        gettext_lazy("Departures somebody asked about"),
        gettext_lazy("Of the month's departures, those somebody was asked why, whatever they said."),
    ),
    Line.ASKED_VALUE: Meaning(
        gettext_lazy("Value lost somebody asked about"),
        gettext_lazy("The part of the month's value lost that fell to departures somebody asked about."),
    ),
    Line.CONFIRMED: Meaning(
        gettext_lazy("Departures with a confirmed reason"),
        gettext_lazy("Of the month's departures, those whose customer agreed with our words for the reason."),
    ),
    Line.CONFIRMED_VALUE: Meaning(
        gettext_lazy("Value lost with a confirmed reason"),
        gettext_lazy("The part of the month's value lost that fell to departures with a confirmed reason."),
    ),
    Line.ISSUES_AGE: Meaning(
        gettext_lazy("Age of open issues"), gettext_lazy("The median days since open issues were raised.")
    ),
    Line.ISSUES_UNOWNED: Meaning(
        gettext_lazy("Issues nobody answers for"), gettext_lazy("Open issues without an owner.")
    ),
    Line.ISSUES_LATE: Meaning(
        gettext_lazy("Issues past their day"), gettext_lazy("Open issues that were to be fixed by a day that is over.")
    ),
    Line.ACTIONS_KEPT: Meaning(
        gettext_lazy("Actions kept"),
        gettext_lazy(
            "Of the actions first agreed for a day of the month, those done by it. Putting off is not keeping."
        ),
    ),
    Line.ACTIONS_LATE: Meaning(gettext_lazy("Actions late"), gettext_lazy("Open actions whose day is over.")),
    Line.REVIEWS_ON_TIME: Meaning(
        gettext_lazy("Reviews held on time"),
        gettext_lazy("Of the reviews of the last twelve months, those held before the following month was over."),
    ),
    Line.REVIEW_DAYS: Meaning(
        gettext_lazy("Days from the month's end to its review"), gettext_lazy("Of the last review that was held.")
    ),
    Line.MINUTES_IN_TIME: Meaning(
        gettext_lazy("Minutes sent within two days"),
        gettext_lazy("Of the reviews held in the last twelve months, those whose minutes left within two days."),
    ),
    Line.ISSUES_PROVEN: Meaning(
        gettext_lazy("Issues closed with a proof"),
        gettext_lazy("In twelve months: departures for the reason fell beyond chance, in two months in a row."),
    ),
    Line.ISSUES_WAITING: Meaning(
        gettext_lazy("Fixes not proven yet"),
        gettext_lazy("Open issues that were fixed, and whose effect cannot be told yet or is missing."),
    ),
    Line.ISSUES_REOPENED: Meaning(
        gettext_lazy("Issues opened again"),
        gettext_lazy("In the last twelve months: the reason came back after the issue was closed."),
    ),
}


def health_lines(*, at: datetime, from_on: date, until_on: date) -> tuple[HealthLine, ...]:
    """Every figure of a month as known at `at`, beside the month before.

    That is told as its frozen pack told it; without one, as it was known equally long after it.
    """
    lost = balance(until_on=until_on)
    now = _figures(lost, at, from_on, until_on)
    before = _before(lost, at, from_on)
    return tuple(
        HealthLine(
            name=line.value,
            title=str(meaning.title),
            value=_value(now[line]),
            text=in_words(now[line]),
            before=before[line].value,
            before_text=before[line].text,
            words=str(meaning.words),
        )
        for line, meaning in MEANINGS.items()
    )


def _before(lost: Balance, at: datetime, from_on: date) -> Mapping[str, Said]:
    earlier = month_after(from_on, -1)
    packs = frozen_before(f"{from_on:%Y-%m}", since=f"{earlier:%Y-%m}")
    said = {each.name: Said(each.value, each.text) for pack in packs for each in pack.health}
    if set(Line) <= set(said):
        return said
    counted = _figures(lost, at - (from_on - earlier), earlier, from_on)
    return {line: Said(_value(figure), in_words(figure)) for line, figure in counted.items()} | said


def in_words(figure: Figure) -> str:
    """`8 of 10 (80%)`, `12 days, the longest 40`, `3 of 17`; that there is none, or that it cannot be told."""
    match figure:
        case Share(of=0) | Days(days=()):
            return _("None yet")
        case Share() if figure.weighed is not None and figure.value is not None:
            return formats.percent(figure.value)
        case Share() if figure.weighed is not None:
            return _("Too few: %(part)s of %(of)s departures") % _counts(figure)
        case Share() if figure.value is not None:
            return _("%(part)s of %(of)s (%(share)s)") % {"share": formats.percent(figure.value), **_counts(figure)}
        case Share():
            return _("%(part)s of %(of)s") % _counts(figure)
        case Days():
            return _days(figure)
        case Count() if figure.of:
            return _("%(part)s of %(of)s") % {"part": formats.number(figure.many), "of": formats.number(figure.of)}
        case Count():
            return formats.number(figure.many)
        case _:
            return _("Cannot tell")


def _days(figure: Days) -> str:
    middle = figure.value or 0
    shown = {"days": formats.number(middle, 1 if middle % 1 else 0), "longest": formats.number(figure.longest)}
    if len(figure.days) == 1:
        return ngettext("%(days)s day", "%(days)s days", round(middle)) % shown
    return _("%(days)s days, the longest %(longest)s") % shown


def _counts(figure: Share) -> dict[str, str]:
    return {"part": formats.number(figure.part), "of": formats.number(figure.of)}


def _value(figure: Figure) -> float | None:
    return None if figure is None else figure.value


def _figures(lost: Balance, at: datetime, from_on: date, until_on: date) -> Mapping[Line, Figure]:
    return {
        **_of_calls(at, from_on, until_on),
        **coverage(lost, at=at, from_on=from_on, until_on=until_on),
        **meetings.of_issues(at),
        **meetings.of_actions(at, from_on=from_on, until_on=until_on),
        **meetings.of_meetings(at),
        **meetings.of_proofs(at),
    }


def _of_calls(at: datetime, from_on: date, until_on: date) -> Mapping[Line, Figure]:
    lines = programme.executive_calls(from_on=from_on, until_on=until_on, known_at=at)
    days = programme.days_to_first_conversation(from_on=from_on, until_on=until_on, known_at=at)
    drawn, tried = sum(each.drawn for each in lines), sum(each.tried for each in lines)
    return {
        Line.CALLS_TRIED: Share(tried, drawn),
        Line.CALLS_SPOKEN: Share(sum(each.spoken for each in lines), drawn),
        Line.CALLS_ON_TIME: Share(sum(each.on_time for each in lines), tried),
        Line.DAYS_TO_CALL: Days(days),
        Line.CALLS_IN_SEASON: in_season(days),
    }
