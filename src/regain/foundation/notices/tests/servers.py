"""Real servers for the tests: one that takes mail, one that takes webhooks."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Mailbox:
    """What a mail server took, and what it says: to a recipient, and to a text."""

    mails: list[Message] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What it says to the next texts; `250 OK` when there are none."""
    recipients: list[str] = field(default_factory=list)
    """What it says to the next recipients."""
    before_text: Callable[[], None] = lambda: None
    """Called when a recipient was named: between the envelope and the text."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """A recipient is named."""
        envelope.rcpt_tos.append(address)
        return self.recipients.pop(0) if self.recipients else "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A text has come."""
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return answer


@dataclass
class Heard:
    """One request a webhook server got."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Listener:
    """A program that hears webhooks, and the statuses it answers next."""

    port: int
    heard: list[Heard] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def listening() -> Iterator[Listener]:
    """A real HTTP server on this machine."""
    listener = Listener(port=0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            listener.heard.append(Heard(self.path, {key.lower(): value for key, value in self.headers.items()}, body))
            status = listener.statuses.pop(0) if listener.statuses else 204
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if 300 <= status < 400:
                self.send_header("Location", f"http://127.0.0.1:{listener.port}/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
