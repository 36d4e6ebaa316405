"""A connection to Spark that answers as a DuckDB connection does: the same questions, the same shapes of answers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from regain.knowledge.warehouse.scale.dialect import Carried, carry
from regain.knowledge.warehouse.scale.session import TROUBLE, told

Columns = dict[str, NDArray[Any]]
Scoring = Callable[[Columns], Mapping[str, NDArray[Any]]]
KEY = "row"
"""The column that says which row an estimate is of."""
NO_ANSWER = "Spark could not answer"


class SparkConnection:
    """Views and kept tables of its own in a session; what is kept stays on the cluster until the connection closes."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session
        self.schema: dict[str, dict[str, str]] = {}
        self._offered: dict[str, Callable[[], DataFrame]] = {}
        self._kept: dict[str, DataFrame] = {}
        self._answer: pa.Table | None = None

    def offer(self, name: str, columns: Mapping[str, str], make: Callable[[], DataFrame]) -> None:
        """Let questions read under a name what `make` gives; it is made when the first one does."""
        self.schema[name] = dict(columns)
        self._offered[name] = make

    def see(self, name: str, frame: DataFrame) -> None:
        """Let questions read `frame` under a name."""
        self.schema[name] = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
        frame.createOrReplaceTempView(name)

    def frame(self, text: str, values: Mapping[str, Any]) -> DataFrame:
        """The answer to a question as a frame nobody has computed yet. Raises Invalid, Unavailable."""
        return self._framed(carry(text, values, self.schema))

    def execute(self, text: str, parameters: Mapping[str, Any] | None = None) -> Self:
        """Ask, keep or look, as the text says. Raises Invalid, Unavailable."""
        carried = carry(text, parameters or {}, self.schema)
        frame = self._framed(carried)
        with told(NO_ANSWER):
            if carried.kept:
                self._keep(carried.name, frame)
            elif carried.name:
                self.see(carried.name, frame)
            else:
                self._answer = frame.toArrow()
        return self

    def score(self, table: str, text: str, values: Mapping[str, Any], scoring: Scoring) -> None:
        """Let questions read under `table` what `scoring` makes of the answer's columns, where the rows are.

        The rows never meet: `scoring` sees a batch of them at a time, and its answer takes over the batch's keys.
        """
        source = self.frame(text, values)
        with told(NO_ANSWER):
            example = _scored(scoring, source.limit(1).toArrow())
            self.see(table, source.mapInArrow(partial(_each, scoring), from_arrow_schema(example.schema)))

    @property
    def description(self) -> list[tuple[str, ...]]:
        """The columns of the last answer, name first."""
        return [(name,) for name in self._rows().column_names]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the last answer."""
        return list(zip(*(column.to_pylist() for column in self._rows().columns), strict=True))

    def fetchone(self) -> tuple[Any, ...] | None:
        """The first row of the last answer."""
        return next(iter(self.fetchall()), None)

    def fetchnumpy(self) -> Columns:
        """The columns of the last answer, masked where values are missing."""
        return columns_of(self._rows())

    def close(self) -> None:
        """Let go of what was kept; where the cluster is gone, so is that."""
        with suppress(*TROUBLE):
            for frame in self._kept.values():
                frame.unpersist()
            for name in self.schema.keys() - self._offered.keys():
                self.session.catalog.dropTempView(name)

    def _framed(self, carried: Carried) -> DataFrame:
        for name in carried.reads & self._offered.keys():
            self.see(name, self._offered.pop(name)())
        with told(NO_ANSWER):
            return self.session.sql(carried.text)

    def _keep(self, name: str, frame: DataFrame) -> None:
        before = self._kept.pop(name, None)
        self._kept[name] = frame.persist()
        self.see(name, self._kept[name])
        if before is not None:
            before.unpersist()

    def _rows(self) -> pa.Table:
        if self._answer is None:
            raise LookupError("Nothing was asked.")
        return self._answer


def columns_of(rows: pa.Table | pa.RecordBatch) -> Columns:
    """Arrow columns as numpy arrays: decimals as floating-point numbers, masked where values are missing."""
    return {name: _array(rows.column(name)) for name in rows.schema.names}


def _array(column: Any) -> NDArray[Any]:
    plain = column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column
    if not plain.null_count or not pa.types.is_primitive(plain.type):
        return np.asarray(plain.to_numpy(zero_copy_only=False) if isinstance(plain, pa.Array) else plain.to_numpy())
    filled = plain.fill_null(pa.scalar(0, pa.int32()).cast(plain.type))
    return np.ma.MaskedArray(_array(filled), mask=_array(plain.is_null()))


def _scored(scoring: Scoring, rows: pa.Table | pa.RecordBatch) -> pa.Table:
    answer = {name: pa.array(values) for name, values in scoring(columns_of(rows)).items()}
    return pa.table({**answer, KEY: rows.column(KEY)})


def _each(scoring: Scoring, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if batch.num_rows:
            yield from _scored(scoring, batch).to_batches()
