"""Our answers beside those of lifetimes 0.11.3, for parameters given, made-up and real histories.

`benchmarks/peers/fixtures.py` asked once; fixtures/lifetimes.json keeps histories and versions
with the answers. Where lifetimes has no finite answer there is nothing to agree with.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regain_value.arrays import BoolArray, FloatArray
from regain_value.models.bgbb import FittedBGBB
from regain_value.models.bgnbd import FittedBGNBD
from regain_value.models.buyers import FittedBuyers
from regain_value.models.gamma_gamma import FittedGammaGamma
from regain_value.models.mbgnbd import FittedMBGNBD
from regain_value.models.pareto_nbd import FittedParetoNBD
from regain_value.summary import Summary
from regain_value.units import WEEK

FIXTURE = json.loads((Path(__file__).parent / "fixtures" / "lifetimes.json").read_text())
MODELS: dict[str, type[FittedBuyers]] = {
    "BG/NBD": FittedBGNBD,
    "MBG/NBD": FittedMBGNBD,
    "Pareto/NBD": FittedParetoNBD,
    "BG/BB": FittedBGBB,
}
CLOSE = 1e-6
TOLD = [(paper, told) for paper in MODELS for told in FIXTURE["answers"][paper]]
purchase_models = pytest.mark.parametrize(("paper", "told"), TOLD)


def known(paper: str) -> Summary:
    kind = "occasions" if paper == "BG/BB" else "histories"
    return Summary.of(FIXTURE[kind], unit=WEEK)


def fitted(paper: str, told: dict[str, Any]) -> FittedBuyers:
    return MODELS[paper].from_params(unit=WEEK, **told["params"])


def finite(answer: list[float | None]) -> tuple[FloatArray, BoolArray]:
    column = np.array(answer, dtype=np.float64)
    return column, np.isfinite(column)


@purchase_models
def test_p_alive(paper: str, told: dict[str, Any]) -> None:
    theirs, there = finite(told["p_alive"])
    ours = fitted(paper, told).p_alive(known(paper))
    assert ours[there] == pytest.approx(theirs[there], rel=CLOSE)
    assert there.mean() > 0.9


@purchase_models
def test_expected_purchases(paper: str, told: dict[str, Any]) -> None:
    for horizon, answer in told["expected"].items():
        theirs, there = finite(answer)
        ours = fitted(paper, told).expected_purchases(known(paper), horizon=float(horizon))
        assert ours[there] == pytest.approx(theirs[there], rel=CLOSE)
        assert there.mean() > 0.9


@purchase_models
def test_log_likelihood(paper: str, told: dict[str, Any]) -> None:
    ours = fitted(paper, told).log_likelihood_of(known(paper))
    assert ours == pytest.approx(told["log_likelihood"], rel=CLOSE)


@pytest.mark.parametrize("told", FIXTURE["answers"]["Pareto/NBD"])
def test_distribution_of_purchases(told: dict[str, Any]) -> None:
    ours = fitted("Pareto/NBD", told).purchase_distribution(
        known("Pareto/NBD"), horizon=13.0, up_to=5
    )
    for count, answer in told["distribution"].items():
        theirs, there = finite(answer)
        assert ours[there, int(count)] == pytest.approx(theirs[there], rel=CLOSE, abs=1e-12)


@pytest.mark.parametrize("told", FIXTURE["answers"]["Gamma-Gamma"])
def test_spend(told: dict[str, Any]) -> None:
    model = FittedGammaGamma.from_params(unit=WEEK, **told["params"])
    theirs, there = finite(told["spend"])
    assert model.expected_spend(known("BG/NBD"))[there] == pytest.approx(theirs[there], rel=CLOSE)
    assert model.log_likelihood_of(known("BG/NBD")) == pytest.approx(
        told["log_likelihood"], rel=CLOSE
    )
