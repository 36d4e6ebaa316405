"""Who gets which treatment, so that the whole is worth most within what can be done and paid.

A multiple-choice knapsack with a capacity per treatment, a budget, and minimum shares per
segment. The limits are priced (the Lagrangian dual), everybody takes what pays most at these
prices, ties are split and faults mended, and what is left open is counted through where that is
possible. The prices prove how near to the best the answer is, whatever the size.
"""

from regain_value.allocation.answer import Allocation, allocate

__all__ = ["Allocation", "allocate"]
