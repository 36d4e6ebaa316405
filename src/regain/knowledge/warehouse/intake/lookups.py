"""The small tables a chunk is joined with: shifts of days, meanings of times, exchange rates."""

from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regain.knowledge.warehouse.lake.engine import Connection, offer
from regain.knowledge.warehouse.rules.zones import day_of, instant_of, shift_of_local_day, shift_of_utc_day
from regain.knowledge.warehouse.sql import Sql, compose

MISSING = -(10**6)


def offer_local(connection: Connection, zone: str, moment: Sql) -> None:
    """Make `local_days` and `local_times` for the local times of `typed`."""
    days = _days(connection, compose("SELECT DISTINCT CAST($m AS DATE) FROM typed WHERE $m IS NOT NULL", m=moment))
    shifts = [shift_of_local_day(zone, day) for day in days]
    _offer_days(connection, "local_days", days, shifts)
    moved = [day for day, shift in zip(days, shifts, strict=True) if shift is None]
    times = _on_days(connection, compose("SELECT DISTINCT $m FROM typed WHERE CAST($m AS DATE) IN", m=moment), moved)
    instants = [instant_of(zone, at) for at in times]
    arrays = {
        "local": _moments(times),
        "utc": _moments([i.utc for i in instants]),
        "first": _moments([i.first for i in instants]),
    }
    offer(connection, "local_times", arrays)


def offer_company(connection: Connection, zone: str) -> None:
    """Make `company_days` and `company_times` for the UTC times of `placed`."""
    days = _days(connection, Sql("SELECT DISTINCT CAST(utc AS DATE) FROM placed WHERE utc IS NOT NULL"))
    shifts = [shift_of_utc_day(zone, day) for day in days]
    _offer_days(connection, "company_days", days, shifts)
    moved = [day for day, shift in zip(days, shifts, strict=True) if shift is None]
    times = _on_days(connection, Sql("SELECT DISTINCT utc FROM placed WHERE CAST(utc AS DATE) IN"), moved)
    offer(connection, "company_times", {"utc": _moments(times), "day": _dates([day_of(zone, at) for at in times])})


def _days(connection: Connection, text: Sql) -> list[date]:
    return [row[0] for row in connection.execute(text).fetchall()]


def _on_days(connection: Connection, text: Sql, days: list[date]) -> list[datetime]:
    offer(connection, "moved", {"day": _dates(days)})
    rows = connection.execute(compose("$text (SELECT CAST(day AS DATE) FROM moved)", text=text)).fetchall()
    return [row[0] for row in rows]


def _offer_days(connection: Connection, name: str, days: list[date], shifts: list[int | None]) -> None:
    numbers = np.array([MISSING if shift is None else shift for shift in shifts], dtype=np.int64)
    offer(connection, name, {"day": _dates(days), "shift": numbers})


def _dates(days: list[date]) -> NDArray[Any]:
    return np.array(days, dtype="datetime64[us]")


def _moments(times: list[datetime] | list[datetime | None]) -> NDArray[Any]:
    return np.array(times, dtype="datetime64[us]")
