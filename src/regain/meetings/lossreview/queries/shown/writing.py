"""Writing: how the pack's figures are written, once for page, paper and slides."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.period import period as read_period
from regain.foundation.ui import formats
from regain.foundation.ui.charts import Measure, Unit
from regain.meetings.lossreview.rules.pack import Mirror

ACTION_STATES: Final = {
    "done": (gettext_lazy("Done"), "good"),
    "dropped": (gettext_lazy("Dropped"), "quiet"),
    "late": (gettext_lazy("Late"), "bad"),
    "due": (gettext_lazy("Due soon"), "warn"),
    "open": (gettext_lazy("Open"), "info"),
}
ISSUE_STATES: Final = {
    "open": (gettext_lazy("Open"), "info"),
    "measuring": (gettext_lazy("Fixed, being measured"), "busy"),
    "cannot_tell": (gettext_lazy("Fixed, cannot tell yet"), "busy"),
    "closed": (gettext_lazy("Closed, proven"), "good"),
    "set_aside": (gettext_lazy("Set aside"), "quiet"),
    "merged": (gettext_lazy("Part of another"), "quiet"),
}
STANDINGS: Final = {
    "confirmed": gettext_lazy("Confirmed"),
    "diagnosed": gettext_lazy("Diagnosed"),
    "stated": gettext_lazy("Stated"),
    "counted": gettext_lazy("Counted"),
}


def count(figure: Decimal | float) -> str:
    """A number of customers; a part of one has a decimal."""
    return formats.number(figure, 0 if figure == int(figure) else 1)


def share(figure: Decimal | float | None) -> str:
    """A share from 0 to 1, as the charts write it."""
    return Measure("", Unit.SHARE).write(figure)


def of_all(part: Decimal, whole: Decimal) -> str:
    """A part of the value, as a share of all of it."""
    return share(part / whole) if whole else formats.NOTHING


def day(value: date | datetime | None) -> str:
    """A date that stays on one line."""
    return formats.day(value).replace(" ", "\u00a0")


def month(period: str) -> str:
    """`Sept 2011` of `2011-09`, on one line; a dash where there is none."""
    return formats.day(read_period(period).from_on, "month").replace(" ", "\u00a0") if period else formats.NOTHING


def sentence(text: str) -> str:
    """A clause as a sentence of its own."""
    plain = text.strip()
    return f"{plain[:1].upper()}{plain[1:]}{'' if plain.endswith(('.', '!', '?')) else '.'}" if plain else ""


def points(figure: float | None) -> str:
    """A difference of two shares, with its sign."""
    return formats.NOTHING if figure is None else f"{'+' if figure > 0 else ''}{formats.percent(figure, 1)}"


def between(low: float | None, high: float | None) -> str:
    """`likely −12.4% to +22.0%`; nothing where it cannot be told."""
    if low is None or high is None:
        return ""
    return _("likely %(low)s to %(high)s") % {"low": points(low), "high": points(high)}


def customers(figure: int) -> str:
    """`3 customers`."""
    if figure == 1:
        return _("1 customer")
    return _("%(number)s customers") % {"number": formats.number(figure)}


def up_to_us(*, is_ours: bool, is_changeable: bool) -> str:
    """How far a reason is up to the company."""
    if is_ours and is_changeable:
        return _("Yes")
    return _("Partly") if is_ours or is_changeable else _("No")


def mirrored(mirror: Mirror) -> str:
    """How well the calls stand for the losses in one respect, with the distance where there is one."""
    if mirror.distance is None:
        return mirror.sentence
    off = _("%(share)s of what the calls stand for lies elsewhere than the losses.") % {"share": share(mirror.distance)}
    return f"{mirror.sentence} {off}"
