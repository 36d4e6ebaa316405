"""One file per paper; MODELS names them all, and one battery of tests runs over it."""

from typing import Protocol

from regain_value.models.bgnbd import BGNBD, FittedBGNBD
from regain_value.models.gamma_gamma import FittedGammaGamma, GammaGamma
from regain_value.summary import Summary

FittedModel = FittedBGNBD | FittedGammaGamma


class Model(Protocol):
    """A model before it has seen anybody."""

    def fit(self, summary: Summary) -> FittedModel:
        """The fitted model. Raises BadInput, NotEnoughEvidence, FitFailed."""
        ...


MODELS: dict[str, Model] = {
    FittedBGNBD.paper: BGNBD(),
    FittedGammaGamma.paper: GammaGamma(),
}

__all__ = [
    "BGNBD",
    "MODELS",
    "FittedBGNBD",
    "FittedGammaGamma",
    "FittedModel",
    "GammaGamma",
    "Model",
]
