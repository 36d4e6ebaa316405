"""Post: one conversation with the mail server of the settings, a message at a time."""

import contextlib
import smtplib
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

TAKEN = 250
WILL_FORWARD = 251
CLOSING = 421
FINAL = 500


class Answered(Exception):
    """The mail server said no to this message."""

    def __init__(self, code: int, words: bytes | str) -> None:
        self.code = code
        self.words = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        super().__init__(f"{code} {self.words}")

    @property
    def is_final(self) -> bool:
        """Whether trying again is of no use."""
        return self.code >= FINAL


class Unreachable(Exception):
    """There is no conversation with the mail server now."""


class Post:
    """Keeps the connection open from one message to the next."""

    def __init__(self) -> None:
        self.backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """End the conversation; a server that is gone already is no news."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.backend.close()

    def open(self) -> None:
        """Begin the conversation, unless it goes on. Raises Unreachable."""
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as lost:
            self.hang_up()
            raise Unreachable(_reason(lost)) from lost

    def send(self, mail: EmailMessage, *, may_leave: Callable[[], bool]) -> bool:
        """Send it if `may_leave`, which is asked right before the text; False when it said no.

        Raises Answered when the server refuses this message, Unreachable when it cannot be talked to.
        """
        if not isinstance(self.backend, EmailBackend):
            return may_leave() and bool(self.backend.send_messages([mail]))
        try:
            return self._converse(self._server(self.backend), mail, may_leave)
        except Answered as answer:
            self._start_over(answer)
            raise
        except (OSError, smtplib.SMTPException) as lost:
            self.hang_up()
            raise Unreachable(_reason(lost)) from lost

    def _server(self, backend: EmailBackend) -> smtplib.SMTP:
        backend.open()
        server = backend.connection
        if server is None:
            raise smtplib.SMTPServerDisconnected
        server.ehlo_or_helo_if_needed()
        return server

    def _converse(self, server: smtplib.SMTP, mail: EmailMessage, may_leave: Callable[[], bool]) -> bool:
        text = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message
        _expect(server.mail(sanitize_address(mail.from_email, "utf-8")), TAKEN)
        _expect(server.rcpt(sanitize_address(mail.to[0], "utf-8")), TAKEN, WILL_FORWARD)
        if not may_leave():
            server.rset()
            return False
        try:
            _expect(server.data(text), TAKEN)
        except smtplib.SMTPDataError as refused:
            raise Answered(refused.smtp_code, refused.smtp_error) from refused
        return True

    def _start_over(self, answer: Answered) -> None:
        """Make the conversation fit for the next message."""
        server = self.backend.connection if isinstance(self.backend, EmailBackend) else None
        if server is None or answer.code == CLOSING:
            self.hang_up()
            return
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self.hang_up()


def _expect(answer: tuple[int, bytes], *wanted: int) -> None:
    code, words = answer
    if code not in wanted:
        raise Answered(code, words)


def _reason(lost: Exception) -> str:
    if isinstance(lost, smtplib.SMTPResponseException):
        words = lost.smtp_error
        return f"{lost.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return str(lost) or type(lost).__name__
