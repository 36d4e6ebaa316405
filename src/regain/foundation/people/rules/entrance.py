"""How often somebody may try a password before they have to wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network


@dataclass(frozen=True)
class Limit:
    """At most so many failures within so long."""

    most: int
    within: timedelta


PER_ACCOUNT = Limit(most=10, within=timedelta(minutes=15))
PER_ADDRESS = Limit(most=100, within=timedelta(hours=1))


def next_chance(*, limit: Limit, failures: Iterable[datetime], at: datetime) -> datetime | None:
    """When the next attempt may be made; none if it may be made now."""
    recent = sorted(moment for moment in failures if moment > at - limit.within)
    if len(recent) < limit.most:
        return None
    return recent[len(recent) - limit.most] + limit.within


def network(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 an IPv6 customer is given as a whole."""
    try:
        caller = ip_address(address.split("%", 1)[0])
    except ValueError:
        return "unknown"
    if isinstance(caller, IPv6Address):
        if caller.ipv4_mapped is not None:
            return str(caller.ipv4_mapped)
        return str(ip_network((caller, 64), strict=False))
    return str(caller)
