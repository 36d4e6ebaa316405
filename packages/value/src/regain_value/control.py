"""Who is held out: the same answer on every machine, without a stored random state."""

import hashlib
from collections.abc import Iterable

import numpy as np

from regain_value.arrays import BoolArray
from regain_value.errors import BadInput

SCALE = float(2**64)


def held_out(customers: Iterable[str], *, cycle: str, salt: str, share: float) -> BoolArray:
    """True for each customer of the cycle who belongs to the control group, in row order.

    A SHA-256 of salt, cycle and customer decides, so the draw cannot be steered without the
    salt, differs from cycle to cycle, does not depend on who else is in the list, and raising
    the share only adds customers. Raises BadInput.
    """
    if isinstance(customers, str):
        raise BadInput(
            place="customers", problem="is one text", way_out="give a list of customer ids"
        )
    if not 0 <= share <= 1:
        raise BadInput(
            place="share", problem=f"{share} is not between 0 and 1", way_out="give 0.1 for 10 %"
        )
    start = hashlib.sha256(_told(salt) + _told(cycle))
    return np.fromiter((_number(start, customer) < share for customer in customers), dtype=np.bool_)


def _number(start: "hashlib._Hash", customer: str) -> float:
    """A number in 0 … 1 that belongs to this customer in this cycle."""
    digest = start.copy()
    digest.update(_told(customer))
    return int.from_bytes(digest.digest()[:8], "big") / SCALE


def _told(text: str) -> bytes:
    """Length and text, so that no two lists of texts read alike."""
    raw = text.encode()
    return len(raw).to_bytes(8, "big") + raw
