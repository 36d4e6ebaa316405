"""Starting Spark, with a refusal in words for everything that may be missing."""

import logging
import os
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from regain.foundation.kit.errors import Unavailable

log = logging.getLogger("regain.scale")

LOGGING = Path(__file__).with_name("log4j2.properties")
TROUBLE = (PySparkException, Py4JError, OSError)
"""Whatever Spark, the way to it, or its machines may raise."""
PATIENCE = 5.0
"""Seconds in which a cluster must answer."""
SETTINGS: Final = {
    "spark.app.name": "Regain",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.debug.maxToStringFields": "200",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}
"""ANSI: an overflow is an error and no wrong number. No substitution: `${…}` in an id is text."""
NO_JAVA = (
    "Spark needs Java 17 or later and there is none here. Install it (on Debian: apt-get install"
    " default-jre-headless) or set JAVA_HOME; or ask without Spark: --engine duckdb."
)


def start(cluster: str, *, spill: Path, log_file: Path, options: Mapping[str, str]) -> SparkSession:
    """The session on `cluster`, such as `local[2]` or `spark://host:7077`; one to a process.

    `options` are Spark's own settings and win over ours. Raises Unavailable without Java or without the cluster.
    """
    if not _java():
        raise Unavailable(NO_JAVA)
    _reach(cluster)
    spill.mkdir(parents=True, exist_ok=True)
    log_file.parent.mkdir(parents=True, exist_ok=True)
    build = SparkSession.builder.master(cluster)
    for name, value in {**SETTINGS, **_of_driver(spill, log_file), **_of_place(cluster, spill), **options}.items():
        build = build.config(name, value)
    with told(f"Spark could not be started on {cluster}"):
        return build.getOrCreate()


@contextmanager
def told(sentence: str) -> Iterator[None]:
    """Turn what Spark raises into `sentence` and Spark's own first words; the trace goes to the log."""
    try:
        yield
    except TROUBLE as trouble:
        log.warning("%s", sentence, exc_info=trouble)
        raise Unavailable(f"{sentence}: {_cause(trouble)}.") from trouble


def _cause(trouble: Exception) -> str:
    words = " ".join(str(trouble).split())
    return words.split(". ")[0].rstrip(".")[:300]


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java", path=str(Path(home) / "bin") if home else None))


def _reach(cluster: str) -> None:
    """Raise Unavailable when nobody listens at a standalone cluster; Spark itself would try for a minute or more."""
    if not cluster.startswith("spark://"):
        return
    masters = cluster.removeprefix("spark://").split(",")
    for master in masters:
        place = urlsplit(f"//{master}")
        try:
            socket.create_connection((place.hostname or "", place.port or 7077), timeout=PATIENCE).close()
        except (OSError, ValueError):
            continue
        return
    raise Unavailable(
        f"Nobody answers at {cluster}. Start the cluster, or correct spark under [engine] in regain.toml;"
        " or ask without Spark: --engine duckdb."
    )


def _of_driver(spill: Path, log_file: Path) -> dict[str, str]:
    return {
        "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={LOGGING.as_uri()} -Dregain.log={log_file}",
        "spark.sql.warehouse.dir": spill.as_uri(),
    }


def _of_place(cluster: str, spill: Path) -> dict[str, str]:
    if not cluster.startswith("local"):
        return {}
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(spill),
        "spark.sql.shuffle.partitions": "8",
    }
