"""One file per paper; MODELS names them all, and one battery of tests runs over it."""

from regain_value.models.bgnbd import BGNBD, FittedBGNBD
from regain_value.models.gamma_gamma import FittedGammaGamma, GammaGamma

MODELS = {
    FittedBGNBD.paper: BGNBD(),
    FittedGammaGamma.paper: GammaGamma(),
}

__all__ = ["BGNBD", "MODELS", "FittedBGNBD", "FittedGammaGamma", "GammaGamma"]
