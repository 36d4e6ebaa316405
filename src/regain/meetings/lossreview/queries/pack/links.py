"""The way from a figure of the pack to the customers behind it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse


def behind(period: str, wanted: Sequence[tuple[str, str]] = ()) -> str:
    """The list of the month's departures, narrowed to those a figure counts."""
    address = reverse("lossreview:behind", args=[period])
    return f"{address}?{urlencode(wanted)}" if wanted else address
