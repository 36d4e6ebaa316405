"""Whether coaching helps: each coached team before and since, by what customers say in conversations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.desks.recovery.queries.conversations import conversations
from regain.foundation.kit.period import month_after, month_of
from regain.foundation.ui import formats
from regain.knowledge.training.queries.heard import SMALLEST, CoachedTeam, coached_teams, criticised
from regain.meetings.lossreview.queries.proof_words import by_how_much
from regain.meetings.lossreview.rules.coached import Coached, Heard, coached
from regain.meetings.lossreview.rules.proof import MONTHS_BEFORE, Verdict

TITLES: Final = {
    Verdict.CANNOT_TELL: gettext_lazy("Cannot tell"),
    Verdict.FELL: gettext_lazy("Criticised less"),
    Verdict.NO_CHANGE: gettext_lazy("About as before"),
    Verdict.ROSE: gettext_lazy("Criticised more"),
}
"""What was seen, not what did it: nothing is held beside a coached team."""
TONES: Final = {
    Verdict.CANNOT_TELL: "quiet",
    Verdict.FELL: "good",
    Verdict.NO_CHANGE: "quiet",
    Verdict.ROSE: "bad",
}
LONGEST: Final = 24
"""Months since coaching that are looked at."""


@dataclass(frozen=True)
class TeamLine:
    """One team, and what can be told of it."""

    name: str
    since: date
    before: str
    after: str
    change: str
    title: str
    tone: str
    sentence: str


@dataclass(frozen=True)
class EffectPage:
    """Every coached team that is large enough."""

    teams: tuple[TeamLine, ...]
    smallest: int
    heard: int
    """Conversations in the months looked at."""


def effect_page(*, at: datetime) -> EffectPage:
    """Whole months up to the last one that is over."""
    until_on = month_of(timezone.localdate(at)).from_on
    teams = coached_teams()
    from_on = min(
        (month_after(each.since.replace(day=1), -MONTHS_BEFORE) for each in teams),
        default=month_after(until_on, -MONTHS_BEFORE),
    )
    from_on = max(from_on, month_after(until_on, -MONTHS_BEFORE - LONGEST))
    heard = conversations(from_on=from_on, until_on=until_on)
    said = criticised(from_on=from_on, until_on=until_on)
    months = _months(from_on, until_on)
    return EffectPage(
        teams=tuple(_line(team, months, heard, said.get(team.id, {})) for team in teams),
        smallest=SMALLEST,
        heard=sum(heard.values()),
    )


def _line(team: CoachedTeam, months: list[str], heard: Mapping[str, int], said: Mapping[str, int]) -> TeamLine:
    all_of_them = [Heard(month, heard.get(month, 0), said.get(month, 0)) for month in months]
    coached_in = f"{team.since:%Y-%m}"
    before = [each for each in all_of_them if each.month < coached_in][-MONTHS_BEFORE:]
    found = coached(before, [each for each in all_of_them if each.month > coached_in])
    return TeamLine(
        name=team.name,
        since=team.since,
        before=_rate(found.before),
        after=_rate(found.after),
        change=by_how_much(found.ratio) if found.ratio else formats.NOTHING,
        title=str(TITLES[found.verdict]),
        tone=TONES[found.verdict],
        sentence=_sentence(found),
    )


def _sentence(found: Coached) -> str:
    if found.verdict is Verdict.FELL:
        return _("Customers criticise this team less since it was coached.")
    if found.verdict is Verdict.ROSE:
        return _("Customers criticise this team more since it was coached.")
    if found.verdict is Verdict.NO_CHANGE:
        return _("Customers criticise this team about as before; it did not halve.")
    if found.is_too_early:
        return _("No whole month with conversations on both sides of the coaching yet.")
    if found.months_needed is None:
        return _("Too little was heard before the coaching to ever tell.")
    return ngettext(
        "%(months)s more month at this rate.", "%(months)s more months at this rate.", found.months_needed
    ) % {"months": formats.number(found.months_needed)}


def _rate(rate: float | None) -> str:
    return formats.NOTHING if rate is None else formats.number(round(rate, 1))


def _months(from_on: date, until_on: date) -> list[str]:
    found, month = [], from_on
    while month < until_on:
        found.append(f"{month:%Y-%m}")
        month = month_after(month)
    return found
