"""Anything tabular: a mapping of columns, or an object with `__arrow_c_stream__`."""

from collections.abc import Mapping, Sequence

import numpy.typing as npt

from regain_value.arrow import ArrowTable, read_columns
from regain_value.errors import BadInput

Table = Mapping[str, npt.ArrayLike] | ArrowTable


def columns_of(
    table: Table, *, required: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, npt.ArrayLike]:
    """The named columns of a table. Raises BadInput when a required one is missing."""
    wanted = (*required, *optional)
    found: dict[str, npt.ArrayLike]
    if isinstance(table, Mapping):
        found = {name: table[name] for name in wanted if name in table}
    elif isinstance(table, ArrowTable):
        found = dict(read_columns(table, wanted))
    else:
        raise BadInput(
            place="table",
            problem=f"{type(table).__name__} is not one",
            way_out="give a mapping of columns or an object with __arrow_c_stream__",
        )
    missing = [name for name in required if name not in found]
    if missing:
        raise BadInput(
            place="table",
            problem=f"has no column {', '.join(missing)}",
            way_out=f"name the columns {', '.join(required)}",
        )
    return found
