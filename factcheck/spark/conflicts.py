"""Claims in, contradictions out: the joins of `archive.joins` as shuffles, judged as on one machine.

No key is one task's quadratic work, however often it is told. Claims of one fact with the same bounds become one,
with a count, before they are sent anywhere; the rest is sorted and swept once, as it streams by; and documents are
fetched only for the few claims that are quoted for a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.archive.conflicts import judge
from factcheck.archive.joins import JOINS, Join, Voice, blocks
from factcheck.archive.keeping import Kept, unpack
from factcheck.archive.rows import Row
from factcheck.archive.values import Value, value_of
from factcheck.model import Confidence, Severity
from factcheck.ranks import Ranks
from factcheck.rulebook import Rulebook, load_rulebook
from factcheck.spark.arrow import batches_of, rows_of, schema_of
from factcheck.spark.tables import FINDINGS, VOICES, finding

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame, SparkSession

_Batches = Iterable["pyarrow.RecordBatch"]
_Map = Callable[[_Batches], Iterator["pyarrow.RecordBatch"]]


def find_conflicts(
    spark: SparkSession, claims: Sequence[str], findings: str, rulebook: Rulebook, ranks: Ranks, *, possible: bool
) -> dict[str, int]:
    """Writes the contradictions inside Parquet files of claims to another, in place of what it held; tells how many
    there are of each severity."""
    from pyspark.sql import functions as f

    documents = _documents(spark.read.parquet(*claims))
    told = _told(documents, ranks)
    voices = reduce(lambda some, more: some.union(more), (_voices(join, told) for join in JOINS))
    texts = documents.select("document", "path", "packed")
    judged = voices.join(texts, "document").repartition("block").sortWithinPartitions("block")
    found = judged.mapInArrow(_judging(rulebook.extra, tuple(rulebook.rules)), FINDINGS)
    shown = found if possible else found.where(f.col("confidence") != Confidence.POSSIBLE.value)
    _in_order_of_urgency(shown).write.mode("overwrite").parquet(findings)
    counted = spark.read.parquet(findings).groupBy("severity").count().collect()
    return {row["severity"]: row["count"] for row in counted}


def _documents(claims: DataFrame) -> DataFrame:
    """Each document once, under the first of its paths."""
    from pyspark.sql import functions as f

    read = claims.where("packed IS NOT NULL")
    first = f.min_by(f.struct("date", "packed", "claims"), "path").alias("told")
    return read.groupBy("document").agg(f.min("path").alias("path"), first).select("document", "path", "told.*")


def _told(documents: DataFrame, ranks: Ranks) -> DataFrame:
    """The claims of known time, each with the rank of its source."""
    from pyspark.sql import functions as f

    rank = f.udf(lambda path: ranks(path), "long")("path") if ranks.sources else f.lit(0).cast("long")
    claims = documents.select("document", "path", "date", rank.alias("rank"), f.explode("claims").alias("claim"))
    return claims.select("document", "path", "date", "rank", "claim.*").where("since <> ''")


def _voices(join: Join, told: DataFrame) -> DataFrame:
    """Who speaks in the blocks of a join, a row a document and block."""
    placed = values(join, told).repartition(*join.block).sortWithinPartitions(*join.order)
    return placed.mapInArrow(_sweeping(join), VOICES)


def values(join: Join, told: DataFrame) -> DataFrame:
    """The claims of each fact with the same bounds, as one: counted where they lie, no task is sent them all."""
    from pyspark.sql import functions as f

    date, last = f.coalesce("date", f.lit("")).alias("date"), (-f.col("number")).alias("last")
    standing = f.struct("rank", date, "document", last, "path")  # in the order of `Value.standing`
    alike = told.where(join.flag).groupBy(*join.block, *join.fact, "low", "high")
    return alike.agg(f.count("*").alias("support"), f.max(standing).alias("best"))


def _sweeping(join: Join) -> _Map:
    schema = schema_of(VOICES)

    def sweep(batches: _Batches) -> Iterator[pyarrow.RecordBatch]:
        return batches_of(_spoken(join, map(_value, rows_of(batches))), schema)

    return sweep


_BLANK = Row("", "", "", "", "", "", "", "", "", "", None, None, False, False, 0)


def _value(told: dict[str, Any]) -> Value:
    """Claims of one fact with the same bounds, as one value."""
    best, known = told["best"], {name: told[name] for name in Row._fields if name in told}
    row = _BLANK._replace(
        **known, number=-best["last"], date=best["date"], path=best["path"], document=best["document"]
    )
    return value_of(row, best["rank"], told["support"])


def _spoken(join: Join, values: Iterable[Value]) -> Iterator[dict[str, Any]]:
    for name, voices in blocks(join, values):
        block = "\x1f".join((join.name, *name))
        told: dict[bytes, list[dict[str, Any]]] = {}
        for at, voice in enumerate(voices):
            told.setdefault(voice.document, []).append({"at": at, **voice._asdict()})
        yield from ({"block": block, "document": document, "voices": some} for document, some in told.items())


def _judging(extra: tuple[Path, ...], rules: tuple[str, ...]) -> _Map:
    schema = schema_of(FINDINGS)

    def judged(batches: _Batches) -> Iterator[pyarrow.RecordBatch]:
        rulebook = load_rulebook(extra).only(rules, ())
        told = groupby(rows_of(batches), key=itemgetter("block"))
        return batches_of((row for _, block in told for row in _judged(list(block), rulebook)), schema)

    return judged


def _judged(block: Sequence[dict[str, Any]], rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    kept: dict[bytes, Kept] = {row["document"]: unpack(row["packed"], row["path"]) for row in block}
    told = sorted(((voice, row["document"]) for row in block for voice in row["voices"]), key=lambda one: one[0]["at"])
    fields = Voice._fields[1:]
    voices = [Voice(document, *(voice[name] for name in fields)) for voice, document in told]
    yield from (finding(conflict, rulebook) for conflict in judge(voices, kept.__getitem__, rulebook))


def _in_order_of_urgency(found: DataFrame) -> DataFrame:
    """As `archive.conflicts.in_order_of_urgency`."""
    from pyspark.sql import functions as f

    numbers = f.array_sort(f.concat(f.array(f.struct("path", "start")), f.transform("others", _spot)))
    order = (
        _ranked("confidence", [confidence.value for confidence in Confidence]),
        _ranked("severity", [severity.value for severity in Severity]),
        f.desc("rank"), f.desc("date"), "path", "start", "rule", "numbers",
    )  # fmt: skip
    told = found.withColumn("numbers", numbers)
    for of_one in (("numbers",), ("path", "start")):
        told = _first_of_each(told, of_one, order)
    return told.orderBy(*order).drop("numbers")


def _first_of_each(told: DataFrame, of_one: Sequence[str], order: Sequence[Column | str]) -> DataFrame:
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    nth = f.row_number().over(Window.partitionBy(*of_one).orderBy(*order))
    return told.withColumn("nth", nth).where("nth = 1").drop("nth")


def _spot(other: Column) -> Column:
    from pyspark.sql import functions as f

    return f.struct(other["path"].alias("path"), other["start"].alias("start"))


def _ranked(column: str, names: Sequence[str]) -> Column:
    from pyspark.sql import functions as f

    return f.array_position(f.array(*map(f.lit, names)), f.col(column))
