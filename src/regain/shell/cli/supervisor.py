"""One process that starts the web server and the worker, restarts what dies, and ends them together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from regain.foundation.kit.errors import Conflict

PATIENCE = 15.0
PAUSE = 2.0


@dataclass
class Part:
    """One child process and how to start it again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self, environment: dict[str, str]) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through the supervisor alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)  # noqa: S603

    def has_died(self) -> bool:
        """Whether it should run and does not."""
        return self.process is not None and self.process.poll() is not None


@dataclass
class Supervisor:
    """The web server and the worker of one home."""

    host: str
    port: int
    processes: int
    home: Path
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run until stopped. Raises Conflict when the port is taken."""
        self._refuse_a_taken_port()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        environment = {**os.environ, "REGAIN_HOME": str(self.home)}
        parts = [Part("web", self._web()), Part("worker", [*_regain(), "worker"])]
        for part in parts:
            part.start(environment)
        try:
            while not self.stopping.wait(0.5):
                for part in parts:
                    if part.has_died():
                        self.stopping.wait(max(0.0, part.started + PAUSE - time.monotonic()))
                        part.start(environment)
        finally:
            self._end(parts)

    def _web(self) -> list[str]:
        options = ["--bind", f"{self.host}:{self.port}", "--workers", str(self.processes)]
        quiet = ["--threads", "4", "--worker-class", "gthread", "--log-level", "warning", "--no-control-socket"]
        return [sys.executable, "-m", "gunicorn", *options, *quiet, "regain.shell.wsgi"]

    def _refuse_a_taken_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as taken:
                raise Conflict(
                    f"Port {self.port} is in use. Choose another: regain serve --port {self.port + 1}"
                ) from taken

    def _end(self, parts: list[Part]) -> None:
        running = [part.process for part in parts if part.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def _regain() -> list[str]:
    return [sys.executable, "-c", "from regain.shell.cli import main; main()"]
