"""Texts in, claims out: each document read once, whatever it is called, on whichever machine it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.archive.keeping import pack
from factcheck.archive.rows import rows
from factcheck.model import FactcheckError
from factcheck.pipeline import read_document
from factcheck.readers import read_bytes
from factcheck.rulebook import Rulebook, load_rulebook
from factcheck.spark.arrow import batches_of, rows_of, schema_of
from factcheck.spark.tables import CLAIM_COLUMNS, CLAIMS

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession


class Indexed(NamedTuple):
    """What an indexing run did."""

    documents: int
    claims: int
    unread: tuple[str, ...]


def index(spark: SparkSession, texts: str, claims: str, extra: tuple[Path, ...]) -> Indexed:
    """Writes the claims of the documents in a Parquet file or folder to another, in place of what it held."""
    told = _documents(spark.read.parquet(texts), texts)
    told.mapInArrow(_reading(extra), CLAIMS).write.mode("overwrite").parquet(claims)
    return _counted(spark.read.parquet(claims))


def _documents(given: DataFrame, texts: str) -> DataFrame:
    """Each content once, under the first of its paths; its digest is that of a file with this name."""
    from pyspark.sql import functions as f

    if "path" not in given.columns or not {"text", "content"} & set(given.columns):
        raise FactcheckError(
            f"{texts}: 要有 path 列，以及 text 或 content 列 (needs the columns path, and text or content)"
        )
    content = "content" if "content" in given.columns else "text"
    suffix = f.encode(f.lower(f.regexp_extract("path", r"[^/\\](\.[^./\\]+)$", 1)), "utf-8")
    named = given.select("path", f.col(content).cast("binary").alias("content"))
    digested = named.withColumn("document", f.unhex(f.sha2(f.concat("content", suffix), 256)))
    return digested.groupBy("document").agg(f.min("path").alias("path"), f.first("content").alias("content"))


def _counted(claims: DataFrame) -> Indexed:
    from pyspark.sql import functions as f

    read = claims.where("packed IS NOT NULL").agg(f.count("*"), f.sum(f.size("claims"))).first()
    unread = claims.where("unread IS NOT NULL").select("unread").orderBy("path").limit(_MOST_TOLD).collect()
    return Indexed(read[0], read[1] or 0, tuple(row[0] for row in unread))


_MOST_TOLD = 1000  # files that could not be read; the others stand in the column `unread`
_Batches = Iterable["pyarrow.RecordBatch"]


def _reading(extra: tuple[Path, ...]) -> Callable[[_Batches], Iterator[pyarrow.RecordBatch]]:
    schema = schema_of(CLAIMS)

    def read(batches: _Batches) -> Iterator[pyarrow.RecordBatch]:
        rulebook = load_rulebook(extra)
        return batches_of((_row(given, rulebook) for given in rows_of(batches)), schema)

    return read


def _row(given: dict[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """A document as a row of claims."""
    row = {"path": given["path"], "document": given["document"], "claims": []}
    try:
        reading = read_document(read_bytes(given["content"], given["path"]), rulebook)
    except FactcheckError as error:
        return {**row, "unread": str(error)}
    gaps = "\n".join(reading.document.gaps) or None
    told = [dict(zip(CLAIM_COLUMNS, claim, strict=False)) for claim in rows(reading, rulebook.lexicon)]
    return {**row, "date": reading.date, "unread": gaps, "packed": pack(reading), "claims": told}
