"""Reach an address outside: look its host up once, refuse what is not public, and connect to just that address."""

import socket
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

from regain.foundation.notices.rules.webhook import fault_of, is_public

TIMEOUT: Final = (5, 15)
PORTS: Final = {"https": 443, "http": 80}


class OutOfBounds(Exception):
    """The address may not be reached; the word says why."""


class _Pinned(HTTPAdapter):
    """Talks to one IP address, and still asks the certificate for the host's name."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, server_hostname=self._host, assert_hostname=self._host, **options)


def post(address: str, *, body: str, headers: dict[str, str], inside: Collection[str], is_demo: bool) -> int:
    """Send `body` and return the status. Nothing of the answer is read, no redirect followed, no proxy asked.

    Raises OutOfBounds, and what `requests` raises when nobody answers.
    """
    fault = fault_of(address, inside=inside, is_demo=is_demo)
    if fault:
        raise OutOfBounds(fault)
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    ip = _looked_up(host, port, is_inside=host in inside)
    where = f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"
    there = urlunsplit((parts.scheme, where, parts.path or "/", parts.query, ""))
    with requests.Session() as session:
        session.trust_env = False
        if parts.scheme == "https":
            session.mount("https://", _Pinned(host))
        answer = session.post(
            there,
            data=body.encode(),
            headers={"Content-Type": "application/json", "User-Agent": "Regain", "Host": parts.netloc, **headers},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
        answer.close()
    return answer.status_code


def _looked_up(host: str, port: int, *, is_inside: bool) -> str:
    """One address of the host. One private address among public ones is enough to refuse: who rebinds, lies."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise requests.ConnectionError(f"{host} is not known") from unknown
    addresses = [str(each[4][0]) for each in found]
    if not is_inside and not all(is_public(each) for each in addresses):
        raise OutOfBounds("private")
    return addresses[0]
