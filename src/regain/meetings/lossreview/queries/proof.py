"""What an issue's page shows of its fix: the verdict, both ratios in words, the months, and what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.period import period
from regain.foundation.ui import formats
from regain.foundation.ui.charts import Drawing, Measure, Spot, mended
from regain.meetings.lossreview import policy
from regain.meetings.lossreview.models import Issue, Proof
from regain.meetings.lossreview.queries.handed import Handed, handed
from regain.meetings.lossreview.queries.measuring import measured, proof_sentence
from regain.meetings.lossreview.queries.proof_words import by_how_much
from regain.meetings.lossreview.rules.proof import PER, Measured, MonthCounts, Verdict, rate_of, rate_with_ends, read

__all__ = ["Kept", "ProofShown", "measured", "proof_of", "proof_sentence"]

TITLES: Final = {
    Verdict.CANNOT_TELL: gettext_lazy("Cannot tell"),
    Verdict.FELL: gettext_lazy("It works"),
    Verdict.FELL_ONCE: gettext_lazy("It fell, wait a month"),
    Verdict.FELL_WITH_ALL: gettext_lazy("Fell like all others"),
    Verdict.NO_CHANGE: gettext_lazy("Did not help enough"),
    Verdict.ROSE: gettext_lazy("Got worse"),
}
TONES: Final = {
    Verdict.CANNOT_TELL: "quiet",
    Verdict.FELL: "good",
    Verdict.FELL_ONCE: "quiet",
    Verdict.FELL_WITH_ALL: "warn",
    Verdict.NO_CHANGE: "warn",
    Verdict.ROSE: "bad",
}
MOVED: Final = {"closed": gettext_lazy("Closed"), "reopened": gettext_lazy("Opened again by itself")}
NEEDS: Final = "recovery.draft_cycle"
"""The right it takes to see what customers ask for."""


@dataclass(frozen=True)
class Kept:
    """A measurement as it stood."""

    at: datetime
    verdict: str
    title: str
    tone: str
    sentence: str
    moved: str


@dataclass(frozen=True)
class Said:
    """One ratio in words."""

    title: str
    words: str


@dataclass(frozen=True)
class ProofShown:
    """The fix of one issue as it is known now; `found` is None before there is one."""

    issue: int
    is_open: bool
    is_closed: bool
    closed_at: datetime | None
    closed_by: str
    fixed_on: date | None
    fixed_by: str
    change: str
    reopened_at: datetime | None
    found: Measured | None
    kept: tuple[Kept, ...]
    handed: Handed
    may_act: bool
    sees_needs: bool

    @property
    def is_empty(self) -> bool:
        """Nothing to show and nothing to do."""
        return self.found is None and not self.kept and not (self.may_act and self.is_open)

    @property
    def title(self) -> str:
        """The verdict in a few words."""
        return str(TITLES[self.found.verdict]) if self.found else ""

    @property
    def tone(self) -> str:
        """Its tone."""
        return TONES[self.found.verdict] if self.found else "quiet"

    @property
    def may_close(self) -> bool:
        """Whether what was measured lets them close it."""
        return self.may_act and self.is_open and self.found is not None and self.found.is_proven

    @property
    def as_of(self) -> date | None:
        """The last day that was counted."""
        return self.found.as_of - timedelta(days=1) if self.found else None

    @property
    def ratios(self) -> tuple[Said, ...]:
        """After by before: for this reason, for all others, and one by the other."""
        found = self.found
        if found is None or found.ratio is None or found.others is None or found.net is None:
            return ()
        return (
            Said(_("Departures for this, per customer"), by_how_much(found.ratio)),
            Said(_("Departures for other reasons, same months"), by_how_much(found.others)),
            Said(_("This beside the others"), by_how_much(found.net)),
        )

    @property
    def needs_address(self) -> str:
        """Where those are listed who are to be told: the need itself, or all needs."""
        if len(self.handed.needs) == 1:
            return self.handed.needs[0].href
        return reverse("recovery:needs")

    @cached_property
    def chart(self) -> Drawing | None:
        """Both sides of the fix, month by month; None without any month."""
        found = self.found
        if found is None or not (found.before or found.after):
            return None
        return mended(
            _("Departures for this, before and after the fix"),
            Measure(_("Departures of every 1,000 customers a month")),
            _spots(found.before),
            _spots(found.after),
            when=_month(found.fixed_on),
            averages=(rate_of(found.before), rate_of(found.after)),
            heads=[_("Customers"), _("Left"), _("Asked"), _("Named it")],
            purpose=_("As those who were asked stand for all. The month of the fix counts for neither side."),
            nothing=_("Nobody who left in these months was asked."),
        )


def proof_of(*, by: Actor, issue: Issue) -> ProofShown:
    """What is known about the fix of an issue of `issues.visible`."""
    rows = tuple(Proof.objects.filter(issue=issue)[:20])
    closing = next((row for row in rows if row.moved == "closed"), None) if issue.closed_at else None
    found = measured(issue=issue) if issue.fixed_on and closing is None else None
    return ProofShown(
        issue=issue.pk,
        is_open=issue.is_open,
        is_closed=issue.closed_at is not None,
        closed_at=issue.closed_at,
        closed_by=issue.closed_by,
        fixed_on=issue.fixed_on,
        fixed_by=issue.fixed_by,
        change=issue.change,
        reopened_at=issue.reopened_at,
        found=read(closing.document) if closing else found,
        kept=tuple(_kept(row) for row in rows),
        handed=handed(issue),
        may_act=policy.may_answer_for(by=by, issue=issue),
        sees_needs=by.may(NEEDS),
    )


def _kept(row: Proof) -> Kept:
    verdict = Verdict(row.verdict)
    moved = str(MOVED[row.moved]) if row.moved else ""
    return Kept(row.measured_at, row.verdict, str(TITLES[verdict]), TONES[verdict], row.sentence, moved)


def _spots(side: Sequence[MonthCounts]) -> list[Spot]:
    return [
        Spot(_month(period(each.month).from_on), *_per(ends), notes=_notes(each))
        for each in side
        if (ends := rate_with_ends(each)) is not None
    ]


def _per(ends: tuple[float, float, float]) -> tuple[float, float, float]:
    value, low, high = (round(end * PER, 2) for end in ends)
    return value, low, high


def _notes(each: MonthCounts) -> tuple[str, ...]:
    return tuple(formats.number(part) for part in (each.customers, each.departures, each.asked, each.named))


def _month(day: date) -> str:
    return f"{formats.day(day, 'month')}"
