"""A Spark session: on this machine unless another master is named."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.model import FactcheckError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "FATAL",  # what goes wrong is told in one line
    "spark.sql.execution.arrow.maxRecordsPerBatch": "500",  # texts and packed claims of some megabytes
}
_LOCAL_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",  # two hundred, as on a cluster, take longer to start than small joins to run
    "spark.driver.extraJavaOptions": "-Dlog4j2.configurationFile=" + (Path(__file__).parent / "log4j2.xml").as_uri(),
}


@contextmanager
def session(master: str | None) -> Iterator[SparkSession]:
    """A session that ends with the block, on this machine where no master is named.

    Raises FactcheckError without pyspark or Java, and where Spark fails.
    """
    _check_java()
    try:
        import pandas  # noqa: F401 -- Spark asks for both only when work is under way
        import pyarrow  # noqa: F401
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise FactcheckError(
            "Spark 需要 pyspark：pip install 'factcheck[spark]' (Spark needs the extra `spark`)"
        ) from None
    spark = _begun(SparkSession.builder.appName("factcheck").master(master or LOCAL), master or LOCAL)
    try:
        yield spark
    except PySparkException as error:
        raise FactcheckError(f"Spark: {_reason(error)}") from error
    finally:
        spark.stop()


def _begun(builder: SparkSession.Builder, master: str) -> SparkSession:
    is_local = master.startswith("local")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if is_local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    for name, value in {**_SETTINGS, **(_LOCAL_SETTINGS if is_local else {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and os.path.exists(os.path.join(home, "bin", "java"))):
        raise FactcheckError("Spark 需要 Java 17 或更新：请安装，或设 JAVA_HOME (Spark needs Java 17 or newer)")


def _reason(error: Exception) -> str:
    """What went wrong, in a line: the last of a traceback, the first of what Spark says itself."""
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith((" ", "\t", "SQLSTATE"))]
    is_trace = any(line.startswith("Traceback") for line in str(error).splitlines())
    return lines[-1 if is_trace else 0].strip() if lines else type(error).__name__
