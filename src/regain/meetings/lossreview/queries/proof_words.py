"""What was measured, in one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.ui import formats
from regain.meetings.lossreview.rules.proof import Gap, Interval, Measured, Verdict, first_measured, rate_of


def told(measured: Measured) -> Measured:
    """The same with its sentence."""
    if measured.gap is not None:
        return replace(measured, sentence=_GAPS[measured.gap](measured))
    return replace(measured, sentence=_VERDICTS[measured.verdict](measured))


def by_how_much(ratio: Interval) -> str:
    """How far a ratio is from one, such as `60% fewer (from 80% fewer to 30% fewer)`."""
    said = _moved(ratio.value) if ratio.value != 1 else _("the same")
    ends = {"said": said, "low": _moved(ratio.low), "high": _moved(ratio.high)}
    return _("%(said)s (from %(low)s to %(high)s)") % ends


def per_thousand(rate: float | None) -> str:
    """Departures per thousand customers a month, as people read it."""
    if rate is None:
        return _("nobody was asked")
    return formats.number(round(rate, 1 if rate >= 1 else 2))


def _moved(end: float | None) -> str:
    """A ratio as a change."""
    if end is None:
        return _("no upper end")
    if end >= 2:
        return _("%(times)s times as many") % {"times": formats.number(round(end, 1))}
    change = {"change": formats.percent(abs(end - 1))}
    return _("%(change)s more") % change if end > 1 else _("%(change)s fewer") % change


def _fell(measured: Measured) -> str:
    ratio = measured.ratio
    assert ratio is not None
    return _(
        "%(change)s fewer customers left for this since the fix: %(after)s a month of every 1,000 instead of "
        "%(before)s; %(least)s fewer at the least, and other reasons did not fall alike."
    ) % _numbers(measured, ratio)


def _fell_once(measured: Measured) -> str:
    more = _("One more month must show the same before the issue can be closed.")
    return f"{_fell(measured)} {more}"


def _fell_with_all(measured: Measured) -> str:
    ratio = measured.ratio
    assert ratio is not None
    return _(
        "%(change)s fewer customers left for this since the fix, but departures for other reasons fell as well: "
        "nothing shows that the fix did it."
    ) % _numbers(measured, ratio)


def _no_change(measured: Measured) -> str:
    return _(
        "It did not halve: %(after)s a month of every 1,000 customers left for this since the fix, %(before)s before."
    ) % _rates(measured)


def _rose(measured: Measured) -> str:
    return _(
        "More customers left for this since the fix: %(after)s a month of every 1,000 instead of %(before)s, and other "
        "reasons did not rise alike."
    ) % _rates(measured)


def _cannot_tell(measured: Measured) -> str:
    months = measured.months_needed
    if months is None:
        return _(
            "Cannot tell: this was named too rarely before the fix to ever tell from these calls. "
            "Ask more of those who leave, or set the issue aside."
        )
    return ngettext(
        "Cannot tell yet: %(months)s more month at this rate.",
        "Cannot tell yet: %(months)s more months at this rate.",
        months,
    ) % {"months": formats.number(months)}


def _too_early(measured: Measured) -> str:
    last = first_measured(measured.fixed_on) - timedelta(days=1)
    return _("Cannot tell yet: the first whole month after the fix ends on %(day)s.") % {"day": formats.day(last)}


def _numbers(measured: Measured, ratio: Interval) -> dict[str, str]:
    least = 1 - (ratio.high if ratio.high is not None else 1)
    change = {"change": formats.percent(1 - ratio.value), "least": formats.percent(least)}
    return _rates(measured) | change


def _rates(measured: Measured) -> dict[str, str]:
    return {"before": per_thousand(rate_of(measured.before)), "after": per_thousand(rate_of(measured.after))}


_VERDICTS: Final[Mapping[Verdict, Callable[[Measured], str]]] = {
    Verdict.CANNOT_TELL: _cannot_tell,
    Verdict.FELL: _fell,
    Verdict.FELL_ONCE: _fell_once,
    Verdict.FELL_WITH_ALL: _fell_with_all,
    Verdict.NO_CHANGE: _no_change,
    Verdict.ROSE: _rose,
}
_GAPS: Final[Mapping[Gap, Callable[[Measured], str]]] = {
    Gap.NO_FACTS: lambda _measured: _(
        "Cannot tell yet: customers are not counted under today's rule. They are once values are computed."
    ),
    Gap.TOO_EARLY: _too_early,
    Gap.TOO_SHORT: lambda _measured: _("Cannot tell: there is too little from before the fix to compare with."),
    Gap.NOT_ASKED_BEFORE: lambda _measured: _(
        "Cannot tell: of those who left in the twelve months before the fix, nobody was asked why."
    ),
    Gap.NOT_ASKED_AFTER: lambda _measured: _(
        "Cannot tell yet: nobody who left since the fix was asked why. Ask those who leave."
    ),
}
