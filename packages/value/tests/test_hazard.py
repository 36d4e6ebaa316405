"""The hazard of return: learnt from person-periods, told as chances with honest intervals."""

import numpy as np
import pytest

from regain_value import DAY, YEAR, BadInput, NaturalChance, NotEnoughEvidence, ReturnChance
from regain_value.absences import STEPS, Absences
from regain_value.cloglog import HazardData
from regain_value.hazard import FittedHazard, fit_hazard
from regain_value.ranking import Difference

QUARTER = 90 * DAY


def truth(away: np.ndarray, value: np.ndarray, level: np.ndarray | float = 0.0) -> np.ndarray:
    """The intensity of a return in the next 30 days."""
    intensity: np.ndarray = np.exp(
        -1.6 - 0.5 * np.log1p(away / 60) + 0.3 * (np.log1p(value) - np.log1p(100)) + level
    )
    return intensity


def past(
    people: int, periods: int = 12, *, seed: int = 1, level: np.ndarray | None = None
) -> tuple[Absences, np.ndarray, np.ndarray]:
    """Everybody leaves at some time of the past and returns by the true hazard, or not yet."""
    random = np.random.default_rng(seed)
    value, since = random.lognormal(4.6, 0.8, people), random.integers(1, periods, people)
    levels = np.zeros(periods) if level is None else level
    rows = []
    here = np.ones(people, dtype=bool)
    for period in range(periods - 1, -1, -1):
        gone = here & (since >= period)
        away = 60.0 + 30.0 * np.maximum(since - period, 0)
        back = gone & (random.random(people) < -np.expm1(-truth(away, value, levels[period])))
        rows.append(np.column_stack([away, value, np.full(people, period), back])[gone])
        here &= ~back
    away, value, period, back = np.concatenate(rows).T
    return Absences.of({"away": away, "value": value}), period, back


def fitted(people: int, **more: object) -> FittedHazard:
    absences, period, back = past(people, **more)  # type: ignore[arg-type]
    return fit_hazard(absences, period=period, at_risk=np.ones(len(back)), returned=back)


def test_gradient_and_hessian_are_those_of_the_likelihood() -> None:
    random = np.random.default_rng(4)
    design = np.column_stack([np.ones(40), random.normal(size=(40, 3))])
    at_risk = random.integers(1, 30, 40).astype(float)
    data = HazardData(design, at_risk, np.floor(at_risk * random.random(40)))
    beta, step = np.array([-1.0, 0.3, -0.2, 0.5]), 1e-5
    slope, hessian = data.slopes(beta)
    moves = np.eye(4) * step
    by_hand = [(data.value(beta + m) - data.value(beta - m)) / (2 * step) for m in moves]
    twice = [(data.slopes(beta + m)[0] - data.slopes(beta - m)[0]) / (2 * step) for m in moves]
    assert slope == pytest.approx(by_hand, rel=1e-6, abs=1e-6)
    assert hessian == pytest.approx(np.array(twice), rel=1e-5, abs=1e-5)


def test_grouped_rows_say_the_same_as_single_ones() -> None:
    absences, period, back = past(400)
    once = fit_hazard(absences, period=period, at_risk=np.ones(len(back)), returned=back)
    twice = Absences.of({
        "away": np.repeat(absences.away, 2), "value": np.repeat(absences.value, 2)
    })  # fmt: skip
    halves = np.tile([1.0, 0.0], len(back))
    again = fit_hazard(
        twice, period=np.repeat(period, 2), at_risk=halves, returned=np.repeat(back, 2) * halves
    )
    some = Absences.of({"away": [60.0, 200.0], "value": [20.0, 400.0]})
    first, second = (each.chances(some, horizon=QUARTER) for each in (once, again))
    assert first.value == pytest.approx(second.value, rel=1e-5)


def test_with_much_past_the_chances_are_the_true_ones() -> None:
    some = Absences.of({"away": [60.0, 60.0, 240.0, 240.0], "value": [40.0, 300.0, 40.0, 300.0]})
    told = fitted(30_000).chances(some, horizon=QUARTER)
    total = sum(truth(some.away + 30 * step, some.value) for step in range(3))
    assert told.value == pytest.approx(-np.expm1(-total), rel=0.08)
    assert (told.low < told.value).all()
    assert (told.value < told.high).all()


def test_a_year_brings_back_more_than_a_quarter_and_a_third_of_it_less() -> None:
    some = Absences.of({"away": [90.0], "value": [100.0]})
    model = fitted(3_000)
    month, quarter, year = (
        model.chances(some, horizon=each).value[0] for each in (30 * DAY, QUARTER, 1 * YEAR)
    )
    assert 0 < month < quarter < year < 1


def test_intervals_hold_the_truth_of_a_quarter_that_drifted() -> None:
    some = Absences.of({"away": [60.0, 150.0, 300.0], "value": [50.0, 100.0, 200.0]})
    inside = []
    for company in range(60):
        random = np.random.default_rng(company)
        steps = np.cumsum(np.append(0.0, 0.3 * random.standard_normal(5)))
        model = fitted(800, periods=15, seed=company, level=np.repeat(steps[1:], 3))
        told = model.chances(some, horizon=QUARTER)
        total = sum(truth(some.away + 30 * step, some.value) for step in range(3))
        came = -np.expm1(-total)
        inside.append((told.low <= came) & (came <= told.high))
    assert 0.9 <= np.mean(inside) <= 1.0


def test_the_season_is_told_once_more_than_a_year_was_seen() -> None:
    months = {period: (11 - period) % 12 + 1 for period in range(36)}
    level = np.array([0.9 if months[period] == 12 else 0.0 for period in range(36)])
    absences, period, back = past(20_000, periods=36, seed=3, level=level)
    told = {"period": period, "at_risk": np.ones(len(back)), "returned": back}
    model = fit_hazard(absences, **told, months=months)
    some = Absences.of({"away": [100.0], "value": [100.0]})
    december = model.chances(some, horizon=30 * DAY, months=(12,)).value[0]
    june = model.chances(some, horizon=30 * DAY, months=(6,)).value[0]
    assert model.has_seasons
    assert december / june == pytest.approx(np.exp(0.9), rel=0.3)
    assert not fitted(2_000).has_seasons
    with pytest.raises(BadInput, match="are 1 for 3 periods"):
        model.chances(some, horizon=QUARTER, months=(12,))


def test_a_reason_moves_the_chance_where_it_is_known() -> None:
    absences, period, back = past(6_000)
    pulled = back.astype(bool) | (np.random.default_rng(5).random(len(back)) < 0.2)
    columns = {"away": absences.away, "value": absences.value}
    with_reason = Absences.of({**columns, "reason": np.where(pulled, "pulled", "")})
    model = fit_hazard(with_reason, period=period, at_risk=np.ones(len(back)), returned=back)
    some = {"away": [90.0], "value": [100.0]}
    told = model.chances(Absences.of({**some, "reason": ["pulled"]}), horizon=QUARTER).value[0]
    plain = model.chances(Absences.of(some), horizon=QUARTER).value[0]
    assert "reason pulled" in model.effects
    assert told > plain


def test_what_never_varies_has_no_effect() -> None:
    effects = fitted(2_000).effects
    assert effects["patience"][0] == pytest.approx(0.0, abs=1e-9)
    assert effects["away"][0] < 0 < effects["value"][0]


def test_who_lies_further_out_than_the_past_counts_as_lying_at_its_edge() -> None:
    model = fitted(4_000)
    some = Absences.of({"away": [60.0, 60.0], "value": [1e5, 1e9]})
    told = model.chances(some, horizon=QUARTER)
    assert told.value[0] == pytest.approx(told.value[1])
    assert told.high[1] < 1


def test_bands_are_narrow_and_alike_customers_share_one_row() -> None:
    random = np.random.default_rng(8)
    columns = {name: random.lognormal(3, 1.5, 3_000) for name in STEPS}
    absences = Absences.of({**columns, "refunded": random.random(3_000)})
    middle = Absences.of_bands(absences.bands())
    for name, steps in STEPS.items():
        ratio = (1 + getattr(middle, name)) / (1 + getattr(absences, name))
        assert np.abs(np.log2(ratio)).max() <= 0.5 / steps + 1e-9
    assert np.abs(middle.refunded - absences.refunded).max() <= 0.05 + 1e-9
    twice = Absences.of({"away": [10.0, 300.0, 10.1], "value": [5.0, 5.0, 5.0]})
    rows, back = twice.alike()
    assert len(rows) == 2
    assert back[0] == back[2] != back[1]


def test_reasons_keep_otherwise_alike_customers_apart() -> None:
    some = Absences.of({"away": [9.0, 9.0], "value": [1.0, 1.0], "reason": ["bought", ""]})
    rows, back = some.alike()
    assert len(rows) == 2
    assert rows.reason[back].tolist() == ["bought", ""]


def test_the_hazard_speaks_unless_the_cells_did_better_beyond_chance() -> None:
    absences, period, back = past(2_000)
    cells = ReturnChance().fit([60.0] * 40, [100.0] * 40, [1, 0] * 20, horizon=QUARTER)
    hazard = fit_hazard(absences, period=period, at_risk=np.ones(len(back)), returned=back)
    some = Absences.of({"away": [60.0], "value": [100.0]})
    close = NaturalChance(cells, hazard, Difference(-0.01, -0.03, 0.01)).chances(some)
    worse = NaturalChance(cells, hazard, Difference(-0.02, -0.03, -0.01)).chances(some)
    assert worse.chance.value[0] == pytest.approx(0.5, abs=0.02)
    assert close.chance.value[0] != pytest.approx(worse.chance.value[0], abs=0.02)
    assert close.alike[0] == worse.alike[0] == 40
    assert close.returned[0] == 20


def test_too_few_returns_are_not_learnt_from() -> None:
    absences = Absences.of({"away": [60.0, 90.0], "value": [10.0, 10.0]})
    with pytest.raises(NotEnoughEvidence, match="only 3 came back so far"):
        fit_hazard(absences, period=[0, 1], at_risk=[50, 40], returned=[1, 2])


def test_bad_input_is_refused() -> None:
    absences = Absences.of({"away": [60.0], "value": [10.0]})
    with pytest.raises(BadInput, match="more came back than were away"):
        fit_hazard(absences, period=[0], at_risk=[5], returned=[6])
    with pytest.raises(BadInput, match=r"period, row 0: 0\.5 is not a whole number"):
        fit_hazard(absences, period=[0.5], at_risk=[5], returned=[1])
    with pytest.raises(BadInput, match="absences: have no value"):
        Absences.of({"away": [60.0]})
    with pytest.raises(BadInput, match=r"refunded, row 0: 1\.5 is above 1"):
        Absences.of({"away": [60.0], "value": [1.0], "refunded": [1.5]})
