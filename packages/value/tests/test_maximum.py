"""The search for the peak: from far away, over ridges and saddles, at a wall, and refusals."""

import numpy as np
import pytest

from regain_value import FitFailed
from regain_value.arrays import FloatArray
from regain_value.maximum import Height, Likelihood, maximise

PEAK = np.array([2.0, 0.5])


def hill(theta: FloatArray) -> Height:
    """A gamma-like peak at (2, 0.5), concave nowhere far below it."""
    value = float(np.sum(PEAK * np.log(theta) - theta) * 1000)
    return Height(value, 1000 * (PEAK / theta - 1), np.diag(-1000 * PEAK / theta**2))


def slope(theta: FloatArray) -> Height:
    """Rises for ever in the first parameter."""
    height = hill(theta)
    value = float(1000 * (PEAK[1] * np.log(theta[1]) - theta[1] - 1 / theta[0]))
    gradient = np.array([1000 / theta[0] ** 2, height.slope[1]])
    bend = np.diag([-2000 / theta[0] ** 3, height.curvature[1, 1]])
    return Height(value, gradient, bend)


def climb(likelihood: Likelihood, start: tuple[float, float] = (90.0, 1e-4)) -> FloatArray:
    lower, upper = (1e-5, 1e-5), (1e5, 1e5)
    return maximise(likelihood, start=start, lower=lower, upper=upper, weight=1000.0).values


@pytest.mark.parametrize("start", [(90.0, 1e-4), (1e-5, 1e5), (2.0, 0.5), (1e4, 1e4)])
def test_the_peak_is_found_from_anywhere_with_its_width(start: tuple[float, float]) -> None:
    peak = maximise(hill, start=start, lower=(1e-5,) * 2, upper=(1e5,) * 2, weight=1000.0)
    assert peak.values == pytest.approx(PEAK, rel=1e-9)
    assert peak.log_likelihood == pytest.approx(hill(PEAK).value, rel=1e-12)
    assert peak.log_covariance == pytest.approx(np.diag(1 / (1000 * PEAK)), rel=1e-6)
    assert peak.at_edge == (False, False)


def test_a_peak_beyond_the_wall_is_at_the_edge() -> None:
    peak = maximise(hill, start=(0.1, 0.1), lower=(1e-5,) * 2, upper=(1.0, 1e5), weight=1000.0)
    assert peak.values == pytest.approx((1.0, 0.5), rel=1e-9)
    assert peak.at_edge == (True, False)
    flat = maximise(slope, start=(1.0, 1.0), lower=(1e-5,) * 2, upper=(1e5,) * 2, weight=1000.0)
    assert flat.values[1] == pytest.approx(0.5, rel=1e-6)
    assert flat.at_edge == (True, False)


def test_a_coarser_view_brings_the_start_and_not_the_answer() -> None:
    asked = []

    def watched(theta: FloatArray) -> Height:
        asked.append(theta)
        return hill(theta)

    def shifted(theta: FloatArray) -> Height:
        return hill(theta * 1.001)._replace(slope=1.001 * hill(theta * 1.001).slope)

    peak = maximise(
        watched, coarse=shifted, start=(90.0, 1e-4),
        lower=(1e-5,) * 2, upper=(1e5,) * 2, weight=1000.0,
    )  # fmt: skip
    assert peak.values == pytest.approx(PEAK, rel=1e-9)
    assert len(asked) <= 3


def test_what_has_no_peak_is_refused() -> None:
    def nowhere(theta: FloatArray) -> Height:
        return hill(theta)._replace(value=float("nan"))

    def lying(theta: FloatArray) -> Height:
        return hill(theta)._replace(slope=-hill(theta).slope)

    with pytest.raises(FitFailed, match="not finite; look for extreme values"):
        climb(nowhere)
    with pytest.raises(FitFailed, match="did not settle; look for extreme values"):
        climb(lying)
