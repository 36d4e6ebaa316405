"""What customers said about a call on a scale from 1 to 5: the mean with its interval, or too few to say."""

from math import sqrt
from typing import Final

from regain_value.special import student_quantile

LEVEL: Final = 0.95
FEWEST: Final = 10
LOWEST, HIGHEST = 1.0, 5.0


def interval(*, answers: int, mean: float, squares: float) -> tuple[float, float] | None:
    """The mean's interval by Student's t, within the scale; none for too few answers.

    `squares` is the mean of the squares. When all say the same, they are taken as one answer one step apart: ten
    equal answers do not prove that the eleventh is like them.
    """
    if answers < FEWEST:
        return None
    spread = max((squares - mean**2) * answers / (answers - 1), 1 / answers)
    reach = student_quantile(answers - 1, (1 + LEVEL) / 2) * sqrt(spread / answers)
    return max(mean - reach, LOWEST), min(mean + reach, HIGHEST)
