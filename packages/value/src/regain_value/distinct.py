"""Distinct rows with counts: the reason why cost follows histories, not customers."""

from dataclasses import dataclass

import numpy as np

from regain_value.arrays import FloatArray, IntArray

MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Distinct rows of several columns.

    rows: columns × distinct rows; counts: weight of each; back: for every original row, the
    place of its distinct row, so that `answer[back]` spreads an answer in the original order.
    """

    rows: tuple[FloatArray, ...]
    counts: FloatArray
    back: IntArray


def distinct_rows(*columns: FloatArray, weights: FloatArray | None = None) -> Distinct:
    """Group equal rows; weights default to one each. Order of the groups is deterministic."""
    key = _key(columns)
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    rows = tuple(column[first] for column in columns)
    if any(
        not np.array_equal(row[back], column) for row, column in zip(rows, columns, strict=True)
    ):
        _, first, back = np.unique(
            np.column_stack(columns), axis=0, return_index=True, return_inverse=True
        )
        rows = tuple(column[first] for column in columns)
    back = back.reshape(-1)
    counts = np.bincount(back, weights=weights, minlength=len(first)).astype(np.float64)
    return Distinct(rows=rows, counts=counts, back=back)


def _key(columns: tuple[FloatArray, ...]) -> IntArray:
    """One 64-bit number per row; equal rows agree, and unequal ones almost always differ."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for place, column in enumerate(columns):
        bits = (column + 0.0).view(np.uint64)
        key = (key ^ (bits ^ (bits >> np.uint64(29)))) * MIXERS[place % len(MIXERS)]
        key ^= key >> np.uint64(32)
    return key.view(np.int64)
