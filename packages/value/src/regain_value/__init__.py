"""What a customer is worth, in a first life and in a second.

Numbers only: arrays in, arrays out; no clock, no files, no framework. A model is a frozen
description, `fit` returns a new frozen fitted object, and only that can predict. Parameters keep
the letters of their papers, times carry their unit, and every refusal is a sentence.
"""

from regain_value.allocation import Allocation, allocate
from regain_value.control import held_out
from regain_value.draw import Draw, Representativeness, apportion, draw_by_size, representativeness
from regain_value.errors import BadInput, FitFailed, NotEnoughEvidence, RegainValueError
from regain_value.estimate import Estimate
from regain_value.ltv import LifetimeValue, ltv
from regain_value.models import (
    BGNBD,
    MBGNBD,
    MODELS,
    FittedBGNBD,
    FittedBuyers,
    FittedGammaGamma,
    FittedMBGNBD,
    GammaGamma,
)
from regain_value.outlook import outlook
from regain_value.ranking import (
    RANKINGS,
    Caught,
    Choice,
    Departed,
    Difference,
    caught,
    choose,
    difference,
)
from regain_value.returns import Chances, FittedReturns, PriorReturn, ReturnChance
from regain_value.rhythm import FittedRhythm, GammaPoissonRhythm
from regain_value.second_ltv import present_value, second_ltv
from regain_value.shares import share_of
from regain_value.silence import CONVENTION, Errors, Limits, Past, Silences, Tuned, tune
from regain_value.simulate import simulate_buyers, simulate_rhythms
from regain_value.summary import Summary, summarise
from regain_value.units import DAY, MONTH, QUARTER, WEEK, YEAR, Discount, Span, Unit, unit_named
from regain_value.uplift import MeasuredUplift, PriorUplift, Uplift, chance_after
from regain_value.worthiness import Explanation, Worthiness, weigh

__version__ = "0.1.0"

__all__ = [
    "BGNBD",
    "CONVENTION",
    "DAY",
    "MBGNBD",
    "MODELS",
    "MONTH",
    "QUARTER",
    "RANKINGS",
    "WEEK",
    "YEAR",
    "Allocation",
    "BadInput",
    "Caught",
    "Chances",
    "Choice",
    "Departed",
    "Difference",
    "Discount",
    "Draw",
    "Errors",
    "Estimate",
    "Explanation",
    "FitFailed",
    "FittedBGNBD",
    "FittedBuyers",
    "FittedGammaGamma",
    "FittedMBGNBD",
    "FittedReturns",
    "FittedRhythm",
    "GammaGamma",
    "GammaPoissonRhythm",
    "LifetimeValue",
    "Limits",
    "MeasuredUplift",
    "NotEnoughEvidence",
    "Past",
    "PriorReturn",
    "PriorUplift",
    "RegainValueError",
    "Representativeness",
    "ReturnChance",
    "Silences",
    "Span",
    "Summary",
    "Tuned",
    "Unit",
    "Uplift",
    "Worthiness",
    "allocate",
    "apportion",
    "caught",
    "chance_after",
    "choose",
    "difference",
    "draw_by_size",
    "held_out",
    "ltv",
    "outlook",
    "present_value",
    "representativeness",
    "second_ltv",
    "share_of",
    "simulate_buyers",
    "simulate_rhythms",
    "summarise",
    "tune",
    "unit_named",
    "weigh",
]
