"""Reading numeric columns from anything with `__arrow_c_stream__`, with ctypes alone.

Follows the Arrow C data and C stream interfaces. Only flat tables of primitive integers and
floats are read, and every value is copied, so nothing of the producer outlives the call.
"""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np

from regain_value.arrays import AnyArray
from regain_value.errors import BadInput

FORMATS = {
    b"c": np.int8,
    b"C": np.uint8,
    b"s": np.int16,
    b"S": np.uint16,
    b"i": np.int32,
    b"I": np.uint32,
    b"l": np.int64,
    b"L": np.uint64,
    b"f": np.float32,
    b"g": np.float64,
}
CAPSULE_NAME = b"arrow_array_stream"


@runtime_checkable
class ArrowTable(Protocol):
    """A table that offers itself as an Arrow C stream."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    (
        "get_schema",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema)),
    ),
    (
        "get_next",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array)),
    ),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))),
    ("private_data", ctypes.c_void_p),
]


def read_columns(table: ArrowTable, wanted: Sequence[str]) -> dict[str, AnyArray]:
    """The wanted columns that the table has, as NumPy arrays in row order.

    Raises BadInput for a wanted column that is not a plain number or holds nulls.
    """
    capsule = table.__arrow_c_stream__()
    stream = ctypes.cast(_pointer(capsule), ctypes.POINTER(_Stream))
    try:
        places = _places(stream, wanted)
        pieces: dict[str, list[AnyArray]] = {name: [] for name in places}
        for batch in _batches(stream):
            for name, (place, kind) in places.items():
                child = batch.children[place].contents
                pieces[name].append(_copied(name, child, kind, batch.offset, batch.length))
    finally:
        if stream.contents.release:
            stream.contents.release(stream)
    return {
        name: np.concatenate(parts) if parts else np.empty(0, dtype=places[name][1])
        for name, parts in pieces.items()
    }


class _Capsules:
    """PyCapsule_GetPointer with its types declared."""

    get: ClassVar[Any] = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype = ctypes.c_void_p
    get.argtypes = (ctypes.py_object, ctypes.c_char_p)


def _pointer(capsule: object) -> int:
    address: int = _Capsules.get(capsule, CAPSULE_NAME)
    return address


def _places(stream: Any, wanted: Sequence[str]) -> dict[str, tuple[int, Any]]:
    """Column name → its place in the table and its NumPy type."""
    schema = _Schema()
    _succeed(stream, stream.contents.get_schema(stream, ctypes.byref(schema)))
    try:
        children = [schema.children[place].contents for place in range(schema.n_children)]
        told = {
            child.name.decode(): (place, b"dictionary" if child.dictionary else child.format)
            for place, child in enumerate(children)
        }
    finally:
        schema.release(ctypes.byref(schema))
    for name in set(wanted) & set(told):
        if told[name][1] not in FORMATS:
            raise BadInput(
                place=f"column {name}",
                problem=f"has the Arrow type {told[name][1].decode()!r}, not a plain number",
                way_out="cast it to a double or a bigint in the query",
            )
    return {
        name: (told[name][0], FORMATS[told[name][1]])
        for name in dict.fromkeys(wanted)
        if name in told
    }


def _batches(stream: Any) -> Iterator[_Array]:
    while True:
        batch = _Array()
        _succeed(stream, stream.contents.get_next(stream, ctypes.byref(batch)))
        if not batch.release:
            return
        try:
            yield batch
        finally:
            batch.release(ctypes.byref(batch))


def _copied(name: str, column: Any, kind: Any, skipped: int, length: int) -> AnyArray:
    start = column.offset + skipped
    if column.null_count != 0 and column.buffers[0]:
        _refuse_nulls(name, column, start, length)
    if not length:
        return np.empty(0, dtype=kind)
    width = np.dtype(kind).itemsize
    raw = ctypes.string_at(column.buffers[1] + start * width, length * width)
    return np.frombuffer(raw, dtype=kind)


def _refuse_nulls(name: str, column: Any, start: int, length: int) -> None:
    bytes_read = (start + length + 7) // 8
    bitmap = np.frombuffer(ctypes.string_at(column.buffers[0], bytes_read), dtype=np.uint8)
    present = np.unpackbits(bitmap, bitorder="little")[start : start + length]
    if not present.all():
        raise BadInput(
            place=f"column {name}",
            problem="holds nulls",
            way_out="leave such rows out of the query, or coalesce them to a number",
        )


def _succeed(stream: Any, code: int) -> None:
    if code:
        told = stream.contents.get_last_error(stream) or b"no reason given"
        raise BadInput(
            place="Arrow stream",
            problem=f"the producer failed ({told.decode(errors='replace')})",
            way_out="run the query on its own to see why",
        )
