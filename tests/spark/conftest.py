"""One Spark session for the ring, and lakes that it and DuckDB can both be asked about."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from regain.knowledge.warehouse.lake.store import Lake

SMALL = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.files.openCostInBytes": "1",
}
"""For a thousand rows: starting quickly counts for more than running fast."""
OnSpark = Callable[[Lake], Lake]


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark on this machine."""
    started = import_module("regain.knowledge.warehouse.scale.session")
    place = tmp_path_factory.mktemp("spark")
    running = started.start("local[2]", spill=place / "spill", log_file=place / "spark.log", options=SMALL)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def on_spark(session: Any) -> OnSpark:
    """The same lake, asked through Spark."""
    scale = import_module("regain.knowledge.warehouse.scale.lake")

    def opened(lake: Lake) -> Lake:
        asked: Lake = scale.SparkLake(lake.root, session=session, place=Path(lake.root).as_uri())
        return asked

    return opened
