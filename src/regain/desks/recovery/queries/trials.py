"""The approved cycles as trials: those it set out to approach beside those held out, newest last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Cycle, FollowUp
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.results import followed, to_follow
from regain.desks.recovery.rules.results import HORIZON, Effect, Followed, Refused, effect, followed_for
from regain.foundation.ui import formats


@dataclass(frozen=True)
class CycleTrial:
    """One cycle: how many were approached and held out, and how many of each came back.

    `lift` is the difference of the two rates with its interval; none where it cannot be told, and `words` say why.
    """

    period: str
    title: str
    treated: int
    treated_returned: int
    control: int
    control_returned: int
    lift: float | None
    low: float | None
    high: float | None
    words: str
    href: str


def trials(*, until_on: date, most: int) -> tuple[CycleTrial, ...]:
    """The newest approved cycles that began before a day, the newest last."""
    cycles = to_follow().filter(from_on__lt=until_on).select_related("follow_up").order_by("-from_on", "-pk")[:most]
    return tuple(_trial(cycle) for cycle in reversed(cycles))


def _trial(cycle: Cycle) -> CycleTrial:
    look: FollowUp | None = getattr(cycle, "follow_up", None)
    rows = followed(cycle)
    seen = effect(rows) if look else Refused(_("Cannot tell yet: no new sales have come in since it was approved."))
    rate = seen.rate if isinstance(seen, Effect) else None
    treated, treated_returned = _counted(row for row in rows if not row.is_control)
    control, control_returned = _counted(row for row in rows if row.is_control)
    return CycleTrial(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        treated=treated,
        treated_returned=treated_returned,
        control=control,
        control_returned=control_returned,
        lift=rate.value if rate else None,
        low=rate.low if rate else None,
        high=rate.high if rate else None,
        words=" ".join(filter(None, (_sentence(seen), _so_far(look)))),
        href=reverse("recovery:results", args=[cycle.period]),
    )


def _counted(rows: Iterable[Followed]) -> tuple[int, int]:
    """How many, and how many of them came back."""
    found = list(rows)
    return sum(row.count for row in found), sum(row.count for row in found if row.returned)


def _sentence(seen: Effect | Refused) -> str:
    if isinstance(seen, Refused):
        return seen.words
    if seen.rate is None:
        return seen.rate_words
    told = {
        "treated": formats.percent(seen.rate.treated),
        "control": formats.percent(seen.rate.control),
        "low": points(seen.rate.low),
        "high": points(seen.rate.high),
    }
    if not seen.rate.is_beyond_chance:
        return (
            _("%(treated)s of the treated came back and %(control)s of those left alone: no more than chance could do.")
            % told
        )
    return (
        _(
            "%(treated)s of the treated came back and %(control)s of those left alone: a difference of %(low)s to"
            " %(high)s points."
        )
        % told
    )


def points(share: float) -> str:
    """A difference of shares in percentage points."""
    return formats.signed(round(100 * share))


def _so_far(look: FollowUp | None) -> str:
    """How much of the horizon is known while it is not over."""
    days = followed_for(since=look.since, known_until=look.known_until) if look else HORIZON
    if days >= HORIZON:
        return ""
    return _("%(days)s of %(horizon)s days are known so far.") % {"days": days, "horizon": HORIZON}
