"""What a fix changed: intervals that cover the truth, and no claim where there is none."""

from dataclasses import dataclass
from math import inf, log, sqrt

import numpy as np
import pytest

from regain_value.before_after import Compared, Departures, compare, months_for_events, rate_of
from regain_value.errors import BadInput, NotEnoughEvidence
from regain_value.rate_ratio import Events, rate_ratio

COMPANIES = 1_000
EFFECTS = (1.0, 1.0, 0.7, 0.5, 0.3, 0.1, 1.4)


@dataclass(frozen=True)
class Simulated:
    """What a company's calls say, and what is true."""

    effect: float
    others: float
    named: tuple[float, float]
    says: Compared

    @property
    def claims_a_fall(self) -> bool:
        """Fewer left for the reason, and it did not fall alike with all others."""
        return self.says.ratio.fell and self.says.net.fell


def company(
    random: np.random.Generator, *, effect: float | None = None, others: float = 1.0
) -> Simulated | None:
    """Any size, churn, share of the reason and share asked; seasons, and months that scatter."""
    before, after = int(random.integers(6, 13)), int(random.integers(1, 13))
    month = np.arange(before + after)
    true = float(random.choice(EFFECTS)) if effect is None else effect
    customers = 10 ** random.uniform(3, 5.5) * (1 + 0.02 * random.standard_normal(len(month)))
    churn, share = random.uniform(0.005, 0.05), random.uniform(0.05, 0.4)
    swing, scatter, own = random.uniform(0, 0.3), random.uniform(0, 0.2), random.uniform(0.01, 0.2)
    season = 1 + swing * np.sin(2 * np.pi * month / 12 + random.uniform(0, 2 * np.pi))
    season = season * random.gamma(1 / (scatter + 0.01) ** 2, (scatter + 0.01) ** 2, len(month))
    step = np.where(month >= before, 1.0, 0.0)
    moods = random.gamma(1 / own**2, own**2, len(month))
    mine = random.poisson(customers * churn * share * season * moods * true**step)
    rest = random.poisson(customers * churn * (1 - share) * season * others**step)
    coverage = np.clip(10 ** random.uniform(-1.5, 0) * random.uniform(0.6, 1.4, len(month)), 0, 1)
    named = random.binomial(mine, coverage)
    asked = named + random.binomial(rest, coverage)
    sides = [
        Departures.of(
            customers=customers[some],
            departures=(mine + rest)[some],
            asked=asked[some],
            named=named[some],
        )
        for some in (slice(None, before), slice(before, None))
    ]
    try:
        says = compare(*sides)
    except NotEnoughEvidence:
        return None
    return Simulated(true, others, (sides[0].named.sum(), sides[1].named.sum()), says)


def companies(seed: int, *, effect: float | None = None, others: float = 1.0) -> list[Simulated]:
    """A thousand of them; a few have nobody to ask and are refused."""
    random = np.random.default_rng(seed)
    drawn = (company(random, effect=effect, others=others) for _ in range(COMPANIES))
    found = [each for each in drawn if each is not None]
    assert len(found) >= 0.95 * COMPANIES
    return found


def covered(some: list[Simulated]) -> tuple[float, float]:
    """The shares of intervals that hold the truth: the reason's ratio, and the ratio of ratios."""
    gross = [each.says.ratio.low <= each.effect <= each.says.ratio.high for each in some]
    net = [each.says.net.low <= each.effect / each.others <= each.says.net.high for each in some]
    return float(np.mean(gross)), float(np.mean(net))


def test_the_intervals_cover_the_truth_in_a_thousand_companies() -> None:
    """Measured: 94.9 % and 96.9 %; where five or fewer named it on one side, 96.2 % and 97.1 %."""
    drawn = companies(41)
    few = [each for each in drawn if min(each.named) <= 5]
    for some in (drawn, few):
        gross, net = covered(some)
        assert 0.92 <= gross <= 0.98, gross
        assert 0.92 <= net <= 0.98, net
    assert len(few) >= 150


@pytest.mark.parametrize(
    ("effect", "others"), [(1.0, 1.0), (1.0, 1.6), (0.4, 0.4)], ids=["none", "others rose", "all"]
)
def test_no_fall_is_claimed_where_the_fix_did_nothing(effect: float, others: float) -> None:
    """Measured: 0.6 %, 2.5 % and 1.4 %."""
    drawn = companies(43, effect=effect, others=others)
    assert np.mean([each.claims_a_fall for each in drawn]) <= 0.05


def test_a_halving_is_claimed_when_it_was_promised_and_not_from_a_handful() -> None:
    drawn = companies(47, effect=0.5)
    ready = [each.claims_a_fall for each in drawn if each.says.months_needed == 1]
    never = [each.claims_a_fall for each in drawn if each.says.months_needed is None]
    few = [each.claims_a_fall for each in drawn if each.named[0] <= 5]
    assert np.mean(ready) >= 0.8
    assert np.mean(never) <= 0.2
    assert np.mean(few) <= 0.1


def side(
    months: int, *, customers: float, departures: float, asked: float, named: float
) -> Departures:
    each = {"customers": customers, "departures": departures, "asked": asked, "named": named}
    return Departures.of(**{name: [value] * months for name, value in each.items()})


def test_with_many_the_interval_is_that_of_a_thinned_poisson_count() -> None:
    before = side(12, customers=1e6, departures=20_000, asked=10_000, named=3_000)
    after = side(6, customers=1e6, departures=18_000, asked=9_000, named=1_500)
    says = compare(before, after)
    assert says.ratio.value == pytest.approx((18 / 9 * 1.5) / (20 / 10 * 3))
    variance = sum(
        1 / named.sum() - 1 / asked.sum() + 1 / gone.sum()
        for named, asked, gone in (
            (side.named, side.asked, side.departures) for side in (before, after)
        )
    )
    assert log(says.ratio.high / says.ratio.low) == pytest.approx(
        2 * 1.959964 * sqrt(variance), rel=1e-3
    )
    assert says.net.value == pytest.approx((1.5 / 7.5) / (3 / 7))
    assert says.others.value == pytest.approx((18 * 7.5 / 9) / (20 * 7 / 10))


def test_none_named_after_a_fix_still_has_an_upper_end() -> None:
    says = compare(
        side(12, customers=1_000, departures=20, asked=10, named=4),
        side(3, customers=1_000, departures=20, asked=10, named=0),
    )
    assert says.ratio.low == 0
    assert says.ratio.high < 0.5
    assert says.net.fell


def test_none_named_before_it_has_none() -> None:
    says = compare(
        side(12, customers=1_000, departures=20, asked=10, named=0),
        side(3, customers=1_000, departures=20, asked=10, named=1),
    )
    assert says.ratio.high == inf
    assert says.months_needed is None


def test_months_that_scatter_make_it_wider() -> None:
    calm = Events.of(exposure=[1_000] * 8, count=[50] * 8)
    wild = Events.of(exposure=[1_000] * 8, count=[10, 90, 20, 80, 10, 90, 20, 80])
    after = Events.of(exposure=[1_000] * 3, count=[50] * 3)
    narrow, wide = rate_ratio(calm, after), rate_ratio(wild, after)
    assert narrow.value == wide.value == 1
    assert wide.low < narrow.low < narrow.high < wide.high


def test_waiting_grows_with_what_is_missing() -> None:
    many = Events.of(exposure=[100] * 12, count=[60] * 12)
    some = Events.of(exposure=[100] * 12, count=[2] * 12)
    few = Events.of(exposure=[100] * 12, count=[1] * 6 + [0] * 6)
    after = Events.of(exposure=[100], count=[1])
    assert months_for_events(many, after) == 1
    assert (months_for_events(some, after) or 0) > 12
    assert months_for_events(few, after) is None


def test_one_side_has_an_interval_of_its_own() -> None:
    value, low, high = rate_of(side(3, customers=1_000, departures=20, asked=10, named=5))
    assert value == pytest.approx(0.01)
    assert low < value < high
    value, low, high = rate_of(side(1, customers=1_000, departures=20, asked=10, named=0))
    assert value == low == 0 < high
    with pytest.raises(NotEnoughEvidence, match="nobody was asked"):
        rate_of(side(1, customers=1_000, departures=20, asked=0, named=0))


def test_it_refuses_what_makes_no_sense() -> None:
    with pytest.raises(BadInput, match="more named the reason than were asked"):
        side(3, customers=10, departures=5, asked=1, named=2)
    with pytest.raises(BadInput, match="months: have 2, 1 numbers"):
        Events.of(exposure=[1, 2], count=[1])
    fine = side(6, customers=10, departures=5, asked=2, named=1)
    with pytest.raises(NotEnoughEvidence, match="6 months before and 0 after"):
        rate_ratio(fine.all_of_them, Events.of(exposure=[], count=[]))
    with pytest.raises(NotEnoughEvidence, match="nobody was asked"):
        compare(fine, side(3, customers=10, departures=5, asked=0, named=0))
