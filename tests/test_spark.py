"""The archive on Spark says what the archive on one machine says."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from linted import rulebook

from factcheck.archive.conflicts import conflicts
from factcheck.archive.indexing import index_files
from factcheck.archive.joins import JOINS
from factcheck.archive.rows import Row
from factcheck.archive.store import reading, writing
from factcheck.cli import main
from factcheck.model import FactcheckError
from factcheck.ranks import Ranks, SourceRank
from factcheck.spark.session import session
from factcheck.spark.tables import finding

HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
needs_spark = pytest.mark.skipif(not HAS_JAVA, reason="Spark needs Java, and there is none here")
PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "source_pairs.yaml").read_text(encoding="utf-8"))
RANKS = Ranks((SourceRank(Path("a"), "*0.txt", 2),))
MANY = 20_000  # claims of one fact, of which two hundred million pairs could be made


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
    before = os.environ.get("JAVA_TOOL_OPTIONS")
    os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # compiles less, starts sooner
    with session("local[2]") as begun:
        yield begun
    os.environ.pop("JAVA_TOOL_OPTIONS") if before is None else os.environ.update(JAVA_TOOL_OPTIONS=before)


def corpus() -> list[Path]:
    """The sources of all pairs, the first of each in a folder of its own, as files; and a copy of one."""
    files = []
    for number, pair in enumerate(PAIRS):
        for source, text in enumerate(pair["sources"]):
            files.append(Path("ab"[source > 0], f"{number}-{source}.txt"))
            files[-1].parent.mkdir(exist_ok=True)
            files[-1].write_text(text, encoding="utf-8")
    copy = Path("a", "a copy.txt")
    shutil.copy(files[0], copy)
    return [*files, copy]


def written(files: list[Path], column: str = "content") -> str:
    """The files as a Parquet file of texts."""
    import pyarrow
    import pyarrow.parquet

    contents = [file.read_bytes() if column == "content" else file.read_text("utf-8") for file in files]
    table = pyarrow.table({"path": [file.as_posix() for file in files], column: contents})
    pyarrow.parquet.write_table(table, "texts.parquet")
    return here("texts.parquet")


def here(name: str) -> str:
    """A path in this folder, for a Spark that began in another."""
    return str(Path(name).absolute())


def on_one_machine(files: list[Path]) -> list[dict[str, Any]]:
    with writing(Path("claims.db")) as store:
        index_files(store, files, files, rulebook())
    with reading(Path("claims.db")) as store:
        return [finding(conflict, rulebook()) for conflict in conflicts(store, rulebook(), RANKS)]


@needs_spark
@pytest.mark.usefixtures("desk")
def test_spark_finds_row_for_row_what_one_machine_finds(spark: Any):
    import pyarrow.parquet

    from factcheck.spark.conflicts import find_conflicts
    from factcheck.spark.indexing import index

    files = corpus()
    expected = on_one_machine(files)

    done = index(spark, written(files), here("claims"), ())
    counts = find_conflicts(spark, [here("claims")], here("findings"), rulebook(), RANKS, possible=True)

    assert len(expected) > 30
    assert len({file.read_bytes() for file in files}) == done.documents < len(files)
    assert len(expected) == sum(counts.values())
    assert expected == pyarrow.parquet.read_table("findings").to_pylist()


@needs_spark
@pytest.mark.usefixtures("desk")
def test_claims_of_one_fact_told_very_often_are_counted_before_they_are_sent_anywhere(spark: Any):
    """Whatever task sweeps the fact gets a row for each value that is told, not for each who tells it."""
    import pyarrow
    import pyarrow.parquet

    from factcheck.spark.conflicts import values

    thing = ("古茶园", "thing", "古茶园", "处", "", "530000", "2021-01-01", "2021-12-31", "level", "actual")
    rows = [
        {
            **Row(*thing, low, low, True, True, 0, "2022-01-01")._asdict(),
            "document": number.to_bytes(4, "big"),
            "rank": 0,
        }
        for number, low in enumerate([5163.0] * MANY + [5136.0])
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), "rows.parquet")

    counted = {
        row["low"]: row["support"] for row in values(JOINS[0], spark.read.parquet(here("rows.parquet"))).collect()
    }

    assert {5163.0: MANY, 5136.0: 1} == counted


@needs_spark
@pytest.mark.usefixtures("desk")
def test_the_command_reads_judges_and_tells_by_its_exit_code(spark: Any):
    files = [Path(name) for name in ("one.txt", "two.txt")]
    for file, count in zip(files, (5163, 5136), strict=True):
        file.write_text(f"2021年云南省共有古茶园{count}处，已经挂牌。\n", encoding="utf-8")

    indexed = ran("index", written(files, "text"), "--out", here("claims"))
    found = ran("conflicts", here("claims"), "--out", here("findings"))

    assert (0, True) == (indexed.exit_code, "共 2 篇" in indexed.output)
    assert (1, True) == (found.exit_code, "矛盾 1 处" in found.output)


def ran(*args: str) -> Result:
    return CliRunner().invoke(main, ["spark", *args, "--master", "local[2]"])


def test_without_java_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(FactcheckError, match="Java 17"), session(None):
        pass


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/java")
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(FactcheckError, match=r"factcheck\[spark\]"), session(None):
        pass
