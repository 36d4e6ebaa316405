"""What an attempt adds: a labelled prior, until the company's own control group says."""

import math

import numpy as np
import pytest

from regain_value import MeasuredUplift, PriorUplift, chance_after, learn_uplift
from regain_value.uplift import PUBLISHED, is_enough

NOTHING = np.zeros(1)
MEASURED = MeasuredUplift(tried=400, tried_returned=140, control=400, control_returned=100)


def odds_ratio(uplift: object, normals: np.ndarray = NOTHING) -> float:
    return float(np.exp(uplift.log_odds_drawn(normals))[0])  # type: ignore[attr-defined]


def test_the_prior_spans_what_the_published_offers_allow() -> None:
    prior = PriorUplift()
    shares = [offer.returned for offer in PUBLISHED.values()]
    odds = [share / (1 - share) for share in shares]
    assert prior.low == 1.0
    assert prior.high == pytest.approx(np.mean(odds) / (0.25 / 0.75), rel=0.1)
    assert prior.low < prior.odds_ratio < prior.high
    assert "without saying how many would have come unasked" in prior.source


@pytest.mark.parametrize(
    "attempts",
    [
        {},
        {"all": MeasuredUplift(29, 10, 400, 100)},
        {"all": MeasuredUplift(400, 100, 29, 3)},
        {"all": MeasuredUplift(40, 2, 40, 2)},
    ],
)
def test_the_prior_stays_until_there_are_enough(attempts: dict[str, MeasuredUplift]) -> None:
    told = learn_uplift(attempts)
    assert told.of().basis == "prior"
    assert odds_ratio(told.of("all")) == pytest.approx(1.5)


def test_enough_attempts_replace_the_prior() -> None:
    told = learn_uplift({"all": MEASURED}).of()
    assert is_enough(MEASURED)
    assert told.basis == "measured"
    assert odds_ratio(told) == pytest.approx((140.5 / 260.5) / (100.5 / 300.5))
    assert "140 of 400" in told.source


def test_trying_the_likely_ones_more_often_is_no_effect() -> None:
    likely = MeasuredUplift(tried=900, tried_returned=540, control=100, control_returned=60)
    unlikely = MeasuredUplift(tried=100, tried_returned=10, control=900, control_returned=90)
    told = learn_uplift({"likely": likely, "unlikely": unlikely}).of()
    assert odds_ratio(likely + unlikely) > 6
    assert odds_ratio(told) == pytest.approx(1.0, abs=0.02)


def test_strata_with_an_empty_cell_give_a_number() -> None:
    told = learn_uplift({
        "a": MeasuredUplift(40, 0, 40, 6), "b": MeasuredUplift(40, 0, 40, 5)
    }).of()  # fmt: skip
    assert 0 < odds_ratio(told) < 1
    assert math.isfinite(odds_ratio(told, np.full(1, 3.0)))


def test_segments_with_enough_get_their_own_and_others_the_company_s() -> None:
    strong = MeasuredUplift(2_000, 1_000, 2_000, 400)
    weak = MeasuredUplift(2_000, 420, 2_000, 400)
    small = MeasuredUplift(8, 4, 8, 1)
    told = learn_uplift({"strong": strong, "weak": weak, "small": small})
    assert odds_ratio(told.of("strong")) > odds_ratio(told.of()) > odds_ratio(told.of("weak"))
    assert odds_ratio(told.of("strong")) <= odds_ratio(strong) + 1e-9
    assert told.of("small") is told.of()


def test_segments_that_differ_by_chance_only_are_drawn_to_the_company() -> None:
    random = np.random.default_rng(6)
    attempts = {
        str(place): MeasuredUplift(
            300, int(random.binomial(300, 0.3)), 300, int(random.binomial(300, 0.2))
        )
        for place in range(8)
    }
    told = learn_uplift(attempts)
    own = np.log([odds_ratio(each) for each in attempts.values()])
    shrunk = np.log([odds_ratio(told.of(name)) for name in attempts])
    assert shrunk.std() < 0.5 * own.std()


def test_the_measured_interval_holds_the_truth() -> None:
    random = np.random.default_rng(9)
    truth, inside = math.log((0.3 / 0.7) / (0.2 / 0.8)), 0
    for _ in range(200):
        strata = {
            str(place): MeasuredUplift(
                150, int(random.binomial(150, 0.3)), 150, int(random.binomial(150, 0.2))
            )
            for place in range(3)
        }
        whole = learn_uplift(strata).of()
        ends = whole.log_odds_drawn(np.array([-1.96, 1.96]))
        inside += bool(ends[0] <= truth <= ends[1])
    assert 184 <= inside <= 198


def test_no_uplift_leaves_the_chance_alone() -> None:
    none = PriorUplift(1.0, 1.0, 1.0, source="assumed")
    assert chance_after([0.1, 0.4], none) == pytest.approx([0.1, 0.4])
