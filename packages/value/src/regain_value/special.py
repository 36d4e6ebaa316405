"""The one door to SciPy's special functions, with types.

They are loaded when the first one is asked for: that takes longer than everything else here.
"""

from functools import cache
from importlib import import_module
from statistics import NormalDist
from types import ModuleType

import numpy as np
import numpy.typing as npt

from regain_value.arrays import FloatArray

NORMAL = NormalDist()


@cache
def _scipy() -> ModuleType:
    return import_module("scipy.special")


def log_gamma(z: npt.ArrayLike) -> FloatArray:
    """Logarithm of Γ(z)."""
    return np.asarray(_scipy().gammaln(z), dtype=np.float64)


def digamma(z: npt.ArrayLike) -> FloatArray:
    """ψ(z), the derivative of ln Γ."""
    return np.asarray(_scipy().digamma(z), dtype=np.float64)


def trigamma(z: npt.ArrayLike) -> FloatArray:
    """ψ′(z), the second derivative of ln Γ."""
    return np.asarray(_scipy().zeta(2.0, z), dtype=np.float64)


def log_beta(a: npt.ArrayLike, b: npt.ArrayLike) -> FloatArray:
    """Logarithm of B(a, b)."""
    return np.asarray(_scipy().betaln(a, b), dtype=np.float64)


def beta_quantile(a: npt.ArrayLike, b: npt.ArrayLike, probability: float) -> FloatArray:
    """The value below which a Beta(a, b) variable falls with this probability."""
    return np.asarray(_scipy().betaincinv(a, b, probability), dtype=np.float64)


def gamma_quantile(a: npt.ArrayLike, probability: float, *, upper: bool = False) -> FloatArray:
    """The value below which (or, `upper`, above which) a Gamma(a, 1) variable falls so often."""
    function = _scipy().gammainccinv if upper else _scipy().gammaincinv
    return np.asarray(function(a, probability), dtype=np.float64)


def beta_share(a: npt.ArrayLike, b: npt.ArrayLike, z: npt.ArrayLike) -> FloatArray:
    """Probability that a Beta(a, b) variable is at most z: the regularised incomplete beta."""
    return np.asarray(_scipy().betainc(a, b, z), dtype=np.float64)


def normal_quantile(probability: float) -> float:
    """The value below which a standard normal variable falls with this probability."""
    return NORMAL.inv_cdf(probability)


def logistic(z: npt.ArrayLike) -> FloatArray:
    """1 / (1 + exp(−z))."""
    return np.asarray(_scipy().expit(z), dtype=np.float64)


def log_odds(p: npt.ArrayLike) -> FloatArray:
    """ln(p / (1 − p))."""
    return np.asarray(_scipy().logit(p), dtype=np.float64)


def normal_tail(z: npt.ArrayLike) -> FloatArray:
    """The probability of a standard normal variable above z."""
    return np.asarray(_scipy().ndtr(-np.asarray(z, dtype=np.float64)), dtype=np.float64)


def student_quantile(freedom: float, probability: float) -> float:
    """The value below which Student's t falls with this probability."""
    return float(_scipy().stdtrit(freedom, probability))
