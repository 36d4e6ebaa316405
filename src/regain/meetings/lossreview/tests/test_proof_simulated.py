"""A year of monthly looks: a fix that does nothing hardly ever closes its issue, and one that helps does."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from regain.meetings.lossreview.rules.proof import MonthCounts, Verdict, measure

BEFORE: Final = 12
FIXED_ON: Final = date(2011, 1, 15)
COMPANIES: Final = 100
"""In each setting."""
CALM: Final[dict[str, float]] = {"swing": 0.0, "scatter": 0.0, "own": 0.0}
SETTINGS: Final[dict[str, dict[str, float]]] = {
    "usual": {},
    "rare": {"share": 0.05, "coverage": 0.1},
    "few customers": {"customers": 2_000},
    "strong season": {"swing": 0.3, "scatter": 0.2},
    "moody reason": {"own": 0.2, "coverage": 1.0},
    "chance alone": CALM,
    "chance alone, half a year before": CALM | {"before": 6},
    "large": {"customers": 200_000},
    "large and very moody": {"customers": 200_000, "swing": 0.0, "scatter": 0.0, "own": 0.3, "coverage": 1.0},
}


def a_company(
    random: np.random.Generator,
    *,
    effect: float,
    customers: float = 20_000,
    share: float = 0.2,
    coverage: float = 0.3,
    swing: float = 0.15,
    scatter: float = 0.1,
    own: float = 0.1,
    before: float = BEFORE,
) -> list[MonthCounts]:
    """Months up to the fix, the month of it, and a year after: seasons, and months that scatter."""
    place = np.arange(BEFORE + 13)
    season = 1 + swing * np.sin(2 * np.pi * place / 12 + random.uniform(0, 2 * np.pi))
    season = season * _around_one(random, scatter, len(place))
    true = np.where(place > BEFORE, effect, 1.0) * _around_one(random, own, len(place))
    mine = random.poisson(customers * 0.02 * share * season * true)
    rest = random.poisson(customers * 0.02 * (1 - share) * season)
    asked = np.clip(coverage * random.uniform(0.6, 1.4, len(place)), 0, 1)
    named = random.binomial(mine, asked)
    others = random.binomial(rest, asked)
    return [
        MonthCounts(
            month=f"{2010 + at // 12}-{at % 12 + 1:02}",
            customers=int(customers),
            departures=int(mine[at] + rest[at]),
            asked=int(named[at] + others[at]),
            named=int(named[at]),
        )
        for at in place[BEFORE - int(before) :]
    ]


def closes(months: list[MonthCounts]) -> bool:
    """Whether any of the year's monthly looks lets the issue close."""
    return any(
        measure(months[:known], fixed_on=FIXED_ON, as_of=FIXED_ON).is_proven
        for known in range(len(months) - 11, len(months) + 1)
    )


def share_closed(setting: Mapping[str, float], seed: int, *, effect: float, companies: int = COMPANIES) -> float:
    """The share of companies whose issue gets to close within a year."""
    random = np.random.default_rng(seed)
    return float(np.mean([closes(a_company(random, effect=effect, **setting)) for _ in range(companies)]))


def test_a_fix_that_does_nothing_hardly_closes_in_a_year_of_looks() -> None:
    """Measured with 1,000 companies each: 0.4 to 2.7 %, 5.8 % where the reason swings wildly; 2.2 % in all."""
    found = {name: share_closed(setting, 59, effect=1.0) for name, setting in SETTINGS.items()}
    assert np.mean(list(found.values())) <= 0.025, found
    assert max(found.values()) <= 0.06, found


def test_a_fix_that_halves_a_reason_closes_within_the_year() -> None:
    assert share_closed({}, 61, effect=0.5, companies=100) >= 0.8


def test_the_first_look_alone_never_closes() -> None:
    random = np.random.default_rng(67)
    months = a_company(random, effect=0.05, customers=200_000, coverage=1.0)
    found = [measure(months[: BEFORE + 1 + known], fixed_on=FIXED_ON, as_of=FIXED_ON).verdict for known in (1, 2)]
    assert found == [Verdict.FELL_ONCE, Verdict.FELL]


def _around_one(random: np.random.Generator, spread: float, many: int) -> NDArray[np.float64]:
    return random.gamma(1 / spread**2, spread**2, many) if spread else np.ones(many)
