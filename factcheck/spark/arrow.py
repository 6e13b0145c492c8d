"""Rows of Python to batches of Arrow and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow

_BATCH = 500  # rows


def schema_of(columns: str) -> pyarrow.Schema:
    """The schema that a line of Spark's language for columns means; asked where Spark runs, not where it sends work."""
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    return to_arrow_schema(StructType.fromDDL(columns))


def batches_of(rows: Iterable[dict[str, Any]], schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    """The rows in batches; what a row leaves out is null."""
    left = iter(rows)
    while some := list(islice(left, _BATCH)):
        yield pyarrow.RecordBatch.from_pylist(some, schema)


def rows_of(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The rows of batches, one after another."""
    for batch in batches:
        yield from batch.to_pylist()
