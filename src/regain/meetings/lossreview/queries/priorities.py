"""What each issue weighs: lost value a year × recurrence × control ÷ effort, with where every factor comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.knowledge.playbook.models import Reason
from regain.meetings.lossreview.models import Cover, Factor, Issue
from regain.meetings.lossreview.queries.fallen import NOTHING, Fallen, Part, fell, total
from regain.meetings.lossreview.rules.priority import UNKNOWN_EFFORT, Name, Priority, Weighted, control_of

SHARE: Final = Decimal("0.0001")
WHOLE: Final = Decimal(1)
Measured = tuple[Decimal, str]
"""What the records say a factor is, and where that comes from."""


@dataclass(frozen=True)
class Standing:
    """What an issue weighs, and what it did in the year behind it."""

    priority: Priority
    departures_year: int
    value_year: Decimal
    recurrence_words: str
    months: Mapping[str, Part]
    """What fell to it in each of the twelve months; those without anything are left out."""

    def month(self, period: str) -> Part:
        """One month of the twelve, such as `2011-09`."""
        return self.months.get(period, NOTHING)


def priorities(*, until_on: date) -> Mapping[int, Standing]:
    """Every open issue by the twelve months that end before `until_on`."""
    rows = Issue.objects.filter(closed_at=None, set_aside_at=None, merged_into=None)
    return standings(list(rows.values_list("pk", flat=True)), until_on=until_on)


def standings(issues: Sequence[int], *, until_on: date, whole: Fallen | None = None) -> Mapping[int, Standing]:
    """These issues by the twelve months that end before `until_on`; `whole` is what fell in them, where it is known."""
    whole = whole or fell_in_year(until_on)
    said = _said(issues)
    controls = _Controls.read(issues)
    found = {}
    for pk in issues:
        months_of, (control, words) = whole.months.get(pk, {}), controls.of(pk, whole.reasons.get(pk, {}))
        measured = _measured(months_of, whole.asked_in) | {Name.CONTROL: (control, words)}
        found[pk] = _standing(months_of, measured, said.get(pk, {}))
    return found


def fell_in_year(until_on: date) -> Fallen:
    """What fell to each issue in the twelve months that end before `until_on`."""
    return fell(from_on=year_before(until_on), until_on=until_on)


def year_before(until_on: date) -> date:
    """The first day of the twelve calendar months that end with the last day before `until_on`."""
    last = until_on - timedelta(days=1)
    return date(last.year - 1, last.month + 1, 1) if last.month < 12 else date(last.year, 1, 1)


@dataclass(frozen=True)
class _Controls:
    """How far each reason is up to us, and the reasons of each issue."""

    of_reason: Mapping[int, Decimal]
    of_issue: Mapping[int, Sequence[int]]

    @classmethod
    def read(cls, issues: Sequence[int]) -> "_Controls":
        flags = Reason.objects.values_list("pk", "is_ours", "is_changeable")
        of_reason = {pk: control_of(is_ours=ours, is_changeable=changeable) for pk, ours, changeable in flags}
        covers: dict[int, list[int]] = {}
        for issue, reason in Cover.objects.filter(ended_at=None, issue__in=issues).values_list("issue", "reason"):
            covers.setdefault(issue, []).append(reason)
        return cls(of_reason, covers)

    def of(self, issue: int, reasons: Mapping[int, Part]) -> tuple[Decimal, str]:
        """The control of an issue, and where it comes from."""
        by_value = {reason: part.value for reason, part in reasons.items() if part.value > 0}
        weights = by_value or {reason: part.weight for reason, part in reasons.items()}
        weights = weights or dict.fromkeys(self.of_issue.get(issue, ()), WHOLE)
        if not weights:
            return WHOLE, _("no reason falls to it yet")
        whole = sum(weights.values(), Decimal(0))
        share = sum((self.of_reason[reason] * weight for reason, weight in weights.items()), Decimal(0)) / whole
        if len(weights) == 1:
            return share.quantize(SHARE), _("from what the catalogue says of its reason")
        return share.quantize(SHARE), _("from what the catalogue says of its reasons, by value")


def _measured(months: Mapping[str, Part], asked_in: Sequence[str]) -> dict[Name, Measured]:
    """What the records say of an issue, but for the control."""
    named = sum(1 for month in asked_in if month in months)
    recurrence = (Decimal(named) / len(asked_in)).quantize(SHARE) if asked_in else Decimal(0)
    return {
        Name.VALUE: (total(months).value, _("lost in twelve months to its reasons")),
        Name.RECURRENCE: (recurrence, _recurrence_words(named, len(asked_in))),
        Name.EFFORT: (UNKNOWN_EFFORT, _("not estimated yet: counts as one week")),
    }


def _standing(months: Mapping[str, Part], measured: Mapping[Name, Measured], said: Mapping[str, Factor]) -> Standing:
    year = total(months)
    weighed = {name: _weighted(name, measured[name], said.get(name)) for name in Name}
    return Standing(
        priority=Priority(*(weighed[name] for name in (Name.VALUE, Name.RECURRENCE, Name.CONTROL, Name.EFFORT))),
        departures_year=year.departures,
        value_year=year.value,
        recurrence_words=measured[Name.RECURRENCE][1],
        months=months,
    )


def _weighted(name: Name, measured: Measured, said: Factor | None) -> Weighted:
    if said is None:
        return Weighted(name, *measured)
    return Weighted(name, *measured, said=said.value, because=said.because, by=said.set_by)


def _recurrence_words(named: int, months: int) -> str:
    if not months:
        return _("nobody was asked in the last twelve months")
    return ngettext(
        "named in %(named)s of 1 month in which anybody was asked",
        "named in %(named)s of the %(months)s months in which anybody was asked",
        months,
    ) % {"named": named, "months": months}


def _said(issues: Sequence[int]) -> Mapping[int, Mapping[str, Factor]]:
    found: dict[int, dict[str, Factor]] = {}
    for factor in Factor.objects.filter(issue__in=issues, ended_at=None):
        found.setdefault(factor.issue_id, {})[factor.name] = factor
    return found
