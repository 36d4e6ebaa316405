"""What a chart is made of: the figures, how they are written, and the drawing with its table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel.numbers import get_currency_symbol
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from regain.foundation.ui import formats

Words = str | Promise
Figure = int | float | Decimal


class Unit(StrEnum):
    """What the figures count."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


@dataclass(frozen=True)
class Measure:
    """What is measured: its name for the axis and the table, its unit, its currency where it is money."""

    title: Words
    unit: Unit = Unit.COUNT
    currency: str = ""

    def write(self, figure: Figure | None) -> str:
        """A figure in full."""
        if figure is None:
            return formats.NOTHING
        if self.unit is Unit.MONEY:
            return formats.money((Decimal(str(figure)), self.currency), "whole")
        if self.unit is Unit.SHARE:
            return formats.percent(figure, 0 if figure == 0 or abs(float(figure)) >= 0.1 else 1)
        return formats.number(round(float(figure), 2) if isinstance(figure, float) else figure)

    def short(self, figure: Figure | None) -> str:
        """A figure beside a bar."""
        if figure is None:
            return formats.NOTHING
        if self.unit is Unit.MONEY:
            return formats.money((Decimal(str(figure)), self.currency), "compact")
        return self.write(figure) if self.unit is Unit.SHARE else formats.compact(figure)

    @property
    def axis(self) -> str:
        """How the axis writes its figures, in words of Vega: nothing is zero, and a half is no 500 thousandths."""
        zero, other = {Unit.COUNT: ("d", "~s"), Unit.MONEY: ("$d", "$~s"), Unit.SHARE: (".0%", "~%")}[self.unit]
        small = other.replace("~s", "~g")
        return f"format(datum.value, datum.value == 0 ? '{zero}' : abs(datum.value) < 1 ? '{small}' : '{other}')"

    @property
    def locale(self) -> dict[str, Any]:
        """How the axis writes numbers, in d3's words, from the active language."""
        symbols = formats.locale().number_symbols["latn"]
        symbol = get_currency_symbol(self.currency, locale=formats.locale()) if self.currency else ""
        leads = formats.money((Decimal(1), self.currency), "whole").startswith(symbol) if symbol else True
        return {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": [symbol, ""] if leads else ["", f"\u00a0{symbol}"],
            "minus": "−",
        }


@dataclass(frozen=True)
class Key:
    """An entry of the legend: its words, and the swatch that goes with it."""

    label: Words
    swatch: str


@dataclass(frozen=True)
class Drawing:
    """A chart ready for `{% chart %}`: drawn for a wide and for a narrow place, with the table behind it."""

    title: Words
    purpose: Words
    wide: SafeString
    narrow: SafeString
    keys: Sequence[Key]
    headings: Sequence[Words]
    rows: Sequence[Sequence[str]]
    nothing: Words = ""
    """Said instead of a drawing where there is nothing to draw."""
