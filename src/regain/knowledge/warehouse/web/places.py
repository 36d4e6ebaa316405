"""Time zones and currencies to choose from."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
COMMON = (
    "EUR", "GBP", "USD", "CHF", "PLN", "CZK", "DKK", "NOK", "SEK", "HUF", "RON", "BGN", "ISK", "UAH", "TRY", "ILS",
    "AED", "SAR", "ZAR", "NGN", "KES", "EGP", "INR", "CNY", "JPY", "KRW", "HKD", "SGD", "MYR", "THB", "IDR", "PHP",
    "VND", "AUD", "NZD", "CAD", "MXN", "BRL", "ARS", "CLP", "COP", "PEN",
)  # fmt: skip


@cache
def zones() -> Sequence[str]:
    """Every zone named after a place, and UTC."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(AREAS))]


def currencies() -> Sequence[str]:
    """The currencies most often counted in; any other code may be written, too."""
    return COMMON
