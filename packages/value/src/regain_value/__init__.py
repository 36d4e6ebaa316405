"""What a customer is worth, in a first life and in a second.

Numbers only: arrays in, arrays out; no clock, no files, no framework. A model is a frozen
description, `fit` returns a new frozen fitted object, and only that can predict. Parameters keep
the letters of their papers, times carry their unit, and every refusal is a sentence.
"""

from regain_value.allocation import Allocation, allocate
from regain_value.control import held_out
from regain_value.draw import Draw, Representativeness, apportion, draw_by_size, representativeness
from regain_value.effect import (
    Change,
    Heads,
    Lift,
    rate_difference,
    return_lift,
    value_difference,
    value_lift,
)
from regain_value.errors import BadInput, FitFailed, NotEnoughEvidence, RegainValueError
from regain_value.estimate import Estimate, Sample
from regain_value.ltv import LifetimeValue, ltv, remaining_value
from regain_value.models import (
    BGBB,
    BGNBD,
    CONTRACTS,
    MBGNBD,
    MODELS,
    BetaDiscreteWeibull,
    FittedBetaDiscreteWeibull,
    FittedBGBB,
    FittedBGNBD,
    FittedBuyers,
    FittedContracts,
    FittedGammaGamma,
    FittedMBGNBD,
    FittedParetoNBD,
    FittedShiftedBetaGeometric,
    GammaGamma,
    ParetoNBD,
    ShiftedBetaGeometric,
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
from regain_value.returns import (
    Chances,
    FittedReturns,
    NaturalChance,
    PriorReturn,
    ReturnChance,
)
from regain_value.rhythm import FittedRhythm, GammaPoissonRhythm
from regain_value.sample_size import Needed, customers_needed
from regain_value.second_lives import FittedSecondLives, fit_second_lives
from regain_value.second_ltv import discounted_length, present_value, second_ltv
from regain_value.segment_lift import SegmentLift, SegmentLifts, lift_by_segment
from regain_value.shares import share_of
from regain_value.silence import CONVENTION, Errors, Limits, Past, Silences, Tuned, tune
from regain_value.simulate import simulate_rhythms
from regain_value.summary import Summary, summarise
from regain_value.trial import Count, Trial
from regain_value.units import DAY, MONTH, QUARTER, WEEK, YEAR, Discount, Span, Unit, unit_named
from regain_value.uplift import (
    LearntUplift,
    MeasuredUplift,
    PriorUplift,
    Uplift,
    chance_after,
    learn_uplift,
)
from regain_value.worthiness import Explanation, Worthiness, weigh

__version__ = "0.1.0"

__all__ = [
    "BGBB",
    "BGNBD",
    "CONTRACTS",
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
    "BetaDiscreteWeibull",
    "Caught",
    "Chances",
    "Change",
    "Choice",
    "Count",
    "Departed",
    "Difference",
    "Discount",
    "Draw",
    "Errors",
    "Estimate",
    "Explanation",
    "FitFailed",
    "FittedBGBB",
    "FittedBGNBD",
    "FittedBetaDiscreteWeibull",
    "FittedBuyers",
    "FittedContracts",
    "FittedGammaGamma",
    "FittedMBGNBD",
    "FittedParetoNBD",
    "FittedReturns",
    "FittedRhythm",
    "FittedSecondLives",
    "FittedShiftedBetaGeometric",
    "GammaGamma",
    "GammaPoissonRhythm",
    "Heads",
    "LearntUplift",
    "LifetimeValue",
    "Lift",
    "Limits",
    "MeasuredUplift",
    "NaturalChance",
    "Needed",
    "NotEnoughEvidence",
    "ParetoNBD",
    "Past",
    "PriorReturn",
    "PriorUplift",
    "RegainValueError",
    "Representativeness",
    "ReturnChance",
    "Sample",
    "SegmentLift",
    "SegmentLifts",
    "ShiftedBetaGeometric",
    "Silences",
    "Span",
    "Summary",
    "Trial",
    "Tuned",
    "Unit",
    "Uplift",
    "Worthiness",
    "allocate",
    "apportion",
    "caught",
    "chance_after",
    "choose",
    "customers_needed",
    "difference",
    "discounted_length",
    "draw_by_size",
    "fit_second_lives",
    "held_out",
    "learn_uplift",
    "lift_by_segment",
    "ltv",
    "outlook",
    "present_value",
    "rate_difference",
    "remaining_value",
    "representativeness",
    "return_lift",
    "second_ltv",
    "share_of",
    "simulate_rhythms",
    "summarise",
    "tune",
    "unit_named",
    "value_difference",
    "value_lift",
    "weigh",
]
