"""One file per paper; MODELS and CONTRACTS name them all.

A model in MODELS learns from purchases, one in CONTRACTS from renewals: their summaries have the
same columns and are read differently, so nobody should try the one on the other.
"""

from typing import Protocol

from regain_value.models.beta_discrete_weibull import (
    BetaDiscreteWeibull,
    FittedBetaDiscreteWeibull,
)
from regain_value.models.bgbb import BGBB, FittedBGBB
from regain_value.models.bgnbd import BGNBD, FittedBGNBD
from regain_value.models.buyers import FittedBuyers
from regain_value.models.contracts import FittedContracts
from regain_value.models.gamma_gamma import FittedGammaGamma, GammaGamma
from regain_value.models.mbgnbd import MBGNBD, FittedMBGNBD
from regain_value.models.pareto_nbd import FittedParetoNBD, ParetoNBD
from regain_value.models.shifted_beta_geometric import (
    FittedShiftedBetaGeometric,
    ShiftedBetaGeometric,
)
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
    FittedBGBB.paper: BGBB(),
    FittedGammaGamma.paper: GammaGamma(),
}
CONTRACTS: dict[str, Model] = {
    FittedShiftedBetaGeometric.paper: ShiftedBetaGeometric(),
    FittedBetaDiscreteWeibull.paper: BetaDiscreteWeibull(),
}

__all__ = [
    "BGBB",
    "BGNBD",
    "CONTRACTS",
    "MBGNBD",
    "MODELS",
    "BetaDiscreteWeibull",
    "FittedBGBB",
    "FittedBGNBD",
    "FittedBetaDiscreteWeibull",
    "FittedBuyers",
    "FittedContracts",
    "FittedGammaGamma",
    "FittedMBGNBD",
    "FittedModel",
    "FittedParetoNBD",
    "FittedShiftedBetaGeometric",
    "GammaGamma",
    "Model",
    "ParetoNBD",
    "ShiftedBetaGeometric",
]
