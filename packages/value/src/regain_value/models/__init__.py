"""One file per paper; MODELS names them all, and one battery of tests runs over it."""

from typing import Protocol

from regain_value.models.bgnbd import BGNBD, FittedBGNBD
from regain_value.models.buyers import FittedBuyers
from regain_value.models.gamma_gamma import FittedGammaGamma, GammaGamma
from regain_value.models.mbgnbd import MBGNBD, FittedMBGNBD
from regain_value.models.pareto_nbd import FittedParetoNBD, ParetoNBD
from regain_value.summary import Summary
from regain_value.table import Table

FittedModel = FittedBuyers | FittedGammaGamma


class Model(Protocol):
    """A model before it has seen anybody."""

    def fit(self, summary: Summary | Table) -> FittedModel:
        """The fitted model. Raises BadInput, NotEnoughEvidence, FitFailed."""
        ...


MODELS: dict[str, Model] = {
    FittedBGNBD.paper: BGNBD(),
    FittedMBGNBD.paper: MBGNBD(),
    FittedParetoNBD.paper: ParetoNBD(),
    FittedGammaGamma.paper: GammaGamma(),
}

__all__ = [
    "BGNBD",
    "MBGNBD",
    "MODELS",
    "FittedBGNBD",
    "FittedBuyers",
    "FittedGammaGamma",
    "FittedMBGNBD",
    "FittedModel",
    "FittedParetoNBD",
    "GammaGamma",
    "Model",
    "ParetoNBD",
]
