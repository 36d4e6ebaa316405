"""How values are written for people: money, numbers, shares, dates, durations, intervals.

Every function takes the value and answers text in the active language; an absent value is an en dash.
Money is never a float: it comes as something with `amount` and `currency`, or as such a pair.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol, TypeGuard, runtime_checkable

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, to_locale

NOTHING = "–"
ENGLISH = "en_GB"
THOUSAND = Decimal(1000)


@runtime_checkable
class MoneyLike(Protocol):
    """An exact amount with its currency."""

    @property
    def amount(self) -> Decimal:
        """How much."""

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""


Amount = MoneyLike | tuple[Decimal, str]


def locale() -> Locale:
    """The active language for Babel. English without a country is written day before month, as most read it."""
    name = to_locale(get_language() or "en")
    try:
        return Locale.parse(ENGLISH if name == "en" else name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


def pair(value: Amount) -> tuple[Decimal, str]:
    """Amount and currency; a float is refused, because money is exact."""
    amount, currency = value if isinstance(value, tuple) else (value.amount, value.currency)
    if not isinstance(amount, Decimal | int):
        raise TypeError(f"Money needs an exact amount, not {amount!r}.")
    return Decimal(amount), currency


def money(value: Amount | None, style: str = "auto") -> str:
    """Styles: `exact` has decimals, `whole` none, `compact` is £1.2M, `auto` is whole from 1,000 up."""
    if value is None:
        return NOTHING
    amount, currency = pair(value)
    if style == "compact" and abs(amount) >= 10 * THOUSAND:
        return minus(format_compact_currency(amount, currency, fraction_digits=1, locale=locale()))
    whole = style in ("whole", "compact") or (
        style == "auto" and (abs(amount) >= THOUSAND or amount == amount.to_integral_value())
    )
    if whole:
        pattern = locale().currency_formats["standard"].pattern.replace("0.00", "0")
        text = format_currency(amount, currency, pattern, locale=locale(), currency_digits=False)
    else:
        text = format_currency(amount, currency, locale=locale())
    return minus(text)


def number(value: Decimal | float | None, digits: int | None = None) -> str:
    """A plain number with thousands marks; `digits` decimals if given."""
    if value is None:
        return NOTHING
    if digits is None:
        return minus(format_decimal(value, locale=locale()))
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return minus(format_decimal(value, pattern, locale=locale()))


def compact(value: Decimal | float | None) -> str:
    """A large number in short: 1.2M."""
    if value is None:
        return NOTHING
    if abs(float(value)) < 10_000:
        return number(value)
    return minus(format_compact_decimal(value, fraction_digits=1, locale=locale()))


def percent(share: Decimal | float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage. Small shares get one decimal, so that 0.4 % is not "0 %"."""
    if share is None:
        return NOTHING
    if digits == 0 and 0 < abs(float(share)) < 0.01:
        digits = 1
    pattern = locale().percent_formats[None].pattern
    if digits:
        pattern = pattern.replace("0%", "0." + "0" * digits + "%", 1).replace(
            "0\xa0%", "0." + "0" * digits + "\xa0%", 1
        )
    return minus(format_percent(share, pattern, locale=locale()))


def signed(text_or_number: str | Decimal | float) -> str:
    """A change with its sign, plus included."""
    if isinstance(text_or_number, str):
        return text_or_number
    shown = number(text_or_number)
    return f"+{shown}" if text_or_number > 0 else shown


def day(value: date | datetime | None, style: str = "medium") -> str:
    """A date; `style` is short, medium, long, full, or `month` for the month and year alone."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if style == "month":
        return format_date(value, "MMM yyyy", locale=locale())
    return format_date(value, style, locale=locale())


def moment(value: datetime | None, style: str = "medium") -> str:
    """A date with its time, in the active zone; `time` gives the time of day alone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if style == "time":
        return format_time(local, "short", locale=locale())
    if style == "medium":
        return f"{day(local)}, {format_time(local, 'short', locale=locale())}"
    return format_datetime(local, style, locale=locale())


def duration(value: timedelta | float | None) -> str:
    """A length of time in words; short ones in seconds."""
    if value is None:
        return NOTHING
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    return format_timedelta(timedelta(seconds=seconds), threshold=2, locale=locale())


def shown(value: object) -> str:
    """Any value in its usual form: money, date, number; text stays as it is."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, MoneyLike):
        return money(value)
    if isinstance(value, tuple) and len(value) == 2:
        return money(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int | Decimal | float):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return duration(value)
    return str(value)


def span(low: object, high: object) -> str:
    """Two ends of an interval; the currency is written once: £80–170."""
    first, second = shown(low), shown(high)
    if is_money(low) and is_money(high):
        symbol = get_currency_symbol(pair(low)[1], locale=locale())
        if first.startswith(symbol) and second.startswith(symbol):
            second = second.removeprefix(symbol)
    return f"{first}–{second}"


def interval(middle: object, low: object, high: object) -> str:
    """An estimate with its honest range: £120, likely £80–170."""
    if low is None or high is None:
        return shown(middle)
    return gettext("%(estimate)s, likely %(range)s") % {"estimate": shown(middle), "range": span(low, high)}


def initials(name: str) -> str:
    """First letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper() or "?"


def is_money(value: object) -> TypeGuard[Amount]:
    """Whether the value is an amount with a currency."""
    return isinstance(value, MoneyLike) or (isinstance(value, tuple) and len(value) == 2)


def minus(text: str) -> str:
    """A real minus sign: a hyphen is too short to be seen beside figures."""
    return text.replace("-", "−", 1) if text.startswith(("-", "¤-")) or "-" in text[:4] else text
