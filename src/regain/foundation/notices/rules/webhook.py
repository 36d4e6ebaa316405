"""Webhooks: names, signatures, pauses, and the addresses they may go to.

Signed as Standard Webhooks 1.0 says (https://www.standardwebhooks.com), so that the libraries of that standard
verify them: HMAC-SHA256 over `id.timestamp.payload`.
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

PREFIX: Final = "whsec_"
PING: Final = "ping"
KEPT_BESIDE: Final = timedelta(hours=24)
"""How long the secret before a new one still signs, so that receivers can change over."""

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""After each delivery that failed, as the standard proposes; then it is given up, after about three days."""

FAILS_AT_MOST: Final = timedelta(days=5)
"""An endpoint that has answered nothing for so long is paused."""

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
LOCAL_NAT64: Final = ipaddress.IPv6Network("64:ff9b:1::/48")


def new_secret() -> str:
    """A secret of 32 random bytes, as the standard writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def new_key() -> str:
    """What names a delivery, the same at each try, so that a receiver knows one it has."""
    return f"msg_{secrets.token_hex(16)}"


def signature(*, secret: str, key: str, at: datetime, payload: str) -> str:
    """One signature, `v1,…`."""
    signed = f"{key}.{int(at.timestamp())}.{payload}".encode()
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(*, key: str, at: datetime, payload: str, signing: Collection[str]) -> dict[str, str]:
    """What a receiver verifies; one signature for each secret that is valid now."""
    signed = [signature(secret=secret, key=key, at=at, payload=payload) for secret in signing]
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def next_try(*, attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many attempts; none when that was the last."""
    return at + PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None


def fault_of(address: str, *, inside: Collection[str], is_demo: bool = False) -> str:
    """What is wrong with an address, before its host is looked up: a word for a sentence; empty if nothing."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "unreadable"
    if parts.scheme not in {"http", "https"} or not host or port == 0 or not address.isascii():
        return "unreadable"
    if parts.username or parts.password or parts.fragment:
        return "credentials"
    if host in inside:
        return ""
    if is_demo:
        return "demo"
    if parts.scheme != "https":
        return "plain"
    return "" if _may_be_public(host) else "private"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also under the disguises of IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if found in LOCAL_NAT64:
            return False
        found = inner or found
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _may_be_public(host: str) -> bool:
    """A name is looked up when something is sent; an address is judged at once."""
    try:
        return is_public(host)
    except ValueError:
        return "." in host.strip(".") and not host.rstrip(".").endswith((".localhost", ".local", ".internal"))
