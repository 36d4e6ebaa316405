"""The demo company as people get it: loaded by the command line into a home of its own, and served from there."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REGAIN = str(Path(sys.executable).with_name("regain"))
PASSWORD = "sample people only"
KEPT = "REGAIN_TEST_DEMO"
"""Names a folder in which the loaded demo outlives one run of the tests."""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        told: dict[str, Any] = json.loads(self.out)
        return told


@dataclass(frozen=True)
class Demo:
    """A home with the demo company in it."""

    home: Path
    document: dict[str, Any]
    seconds: float

    def run(self, *words: str) -> Ran:
        """A command in this home."""
        return regain(*words, "--home", str(self.home))


def regain(*words: str) -> Ran:
    """Run the command line as people do: a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGAIN_")}
    done = subprocess.run([REGAIN, *words], capture_output=True, text=True, check=False, env=environment, timeout=300)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo for all tests that only look at it: loaded once for every worker and ring, then copied."""
    mine = tmp_path_factory.mktemp("demo")
    base = tmp_path_factory.getbasetemp()
    alone = base if "PYTEST_XDIST_WORKER" not in os.environ else base.parent
    kept = Path(os.environ.get(KEPT) or alone / "demo-kept")
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "loaded.json").exists():
            _load(kept)
    shutil.copytree(kept / "home", mine / "home")
    return Demo(mine / "home", *json.loads((kept / "loaded.json").read_text("utf-8")))


def _load(kept: Path) -> None:
    started = time.monotonic()
    ran = regain("demo", "--no-serve", "--json", "--home", str(kept / "home"))
    assert ran.code == 0, ran.err
    (kept / "loaded.json").write_text(json.dumps([ran.document, time.monotonic() - started]), "utf-8")


@pytest.fixture(scope="session")
def served(demo: Demo) -> Iterator[str]:
    """The address of the demo, served by its own supervisor."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REGAIN_")}
    command = [REGAIN, "serve", "--home", str(demo.home), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health/")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=2)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
