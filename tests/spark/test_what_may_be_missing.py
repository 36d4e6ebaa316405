"""Whatever Spark lacks, people get one sentence with the way out, and no stack trace."""

import os
import shutil
import socket
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from regain.foundation.kit.errors import Invalid, Unavailable
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.warehouse.lake.store import Lake
from regain.knowledge.warehouse.tests.lakes import lake_of, sale
from tests.demo import REGAIN, Demo
from tests.spark.test_the_same_answers import START

pytestmark = pytest.mark.spark


def said(demo: Demo, place: Path, cluster: str, **environment: str) -> str:
    """What `regain lives` says in a home that names a cluster."""
    home = shutil.copytree(demo.home, place / "home")
    with (home / "regain.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[engine]\nspark = "{cluster}"\n')
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("REGAIN_", "JAVA_"))}
    command = [REGAIN, "lives", "--home", str(home)]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**plain, **environment}, timeout=120
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    return ran.stderr


def test_without_java_the_way_out_is_said(demo: Demo, tmp_path: Path) -> None:
    words = said(demo, tmp_path, "local[2]", JAVA_HOME=str(tmp_path))

    assert words.startswith("Error: Spark needs Java 17")
    assert "apt-get install" in words
    assert words.count("\n") == 1


def test_a_cluster_nobody_answers_for_is_named(demo: Demo, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        cluster = f"spark://127.0.0.1:{probe.getsockname()[1]}"
        words = said(demo, tmp_path, cluster)

    assert words.startswith(f"Error: Nobody answers at {cluster}.")
    assert "--engine duckdb" in words
    assert words.count("\n") == 1


def test_a_lake_that_cannot_be_read_is_named(tmp_path: Path, session: Any) -> None:
    scale = import_module("regain.knowledge.warehouse.scale.lake")
    lake = lake_of(tmp_path, sales=[sale("a", START, "1")])
    elsewhere = scale.SparkLake(lake.root, session=session, place="file:///nowhere/at/all")

    with pytest.raises(Unavailable, match="The files of the lake at file:///nowhere/at/all cannot be read"):
        ledger.as_of_default(elsewhere)


def test_values_are_not_written_where_only_the_cluster_sees_them(tmp_path: Path, session: Any) -> None:
    scale = import_module("regain.knowledge.warehouse.scale.lake")
    lake: Lake = scale.SparkLake(tmp_path, session=session, place="s3a://company/lake")

    with (
        pytest.raises(Invalid, match="storage they share"),
        lake.replace("values", snapshot=lake.current(), as_of=START),
    ):
        raise AssertionError
