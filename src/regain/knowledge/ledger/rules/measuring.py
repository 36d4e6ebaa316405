"""What attempts did beside a control group, in counts, and how several trials add up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Counted:
    """One segment: of so many attempted and so many left alone, how many came back within the horizon."""

    segment: str
    tried: int
    tried_returned: int
    control: int
    control_returned: int


def together(counted: Iterable[Counted]) -> dict[str, Counted]:
    """Trials added up by segment; segments that lack attempts or control, or both, are left out."""
    sums: dict[str, Counted] = {}
    for each in counted:
        so_far = sums.get(each.segment, Counted(each.segment, 0, 0, 0, 0))
        sums[each.segment] = replace(
            so_far,
            tried=so_far.tried + each.tried,
            tried_returned=so_far.tried_returned + each.tried_returned,
            control=so_far.control + each.control,
            control_returned=so_far.control_returned + each.control_returned,
        )
    return {segment: each for segment, each in sorted(sums.items()) if each.tried and each.control}
