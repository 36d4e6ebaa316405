"""Money: an exact amount and its currency, never one without the other, never a float."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from regain.foundation.kit.errors import Invalid

CENT = Decimal("0.01")


@dataclass(frozen=True, order=False)
class Money:
    """An amount in one currency (ISO 4217). Adding across currencies is refused."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise Invalid(f"{self.amount!r} is not an exact amount of money.")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def rounded(self) -> "Money":
        """To two decimals, half to even."""
        return Money(self.amount.quantize(CENT, ROUND_HALF_EVEN), self.currency)

    def __str__(self) -> str:
        return f"{self.amount.quantize(CENT, ROUND_HALF_EVEN)} {self.currency}"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise Invalid(f"{self.currency} and {other.currency} cannot be added without a dated rate.")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts, all of them in `currency`."""
    answer = Money(Decimal(0), currency)
    for money in amounts:
        answer = answer + money
    return answer


def text(amount: Decimal) -> str:
    """An amount for a JSON document: two decimals, no exponent, no thousands mark."""
    return f"{amount.quantize(CENT, ROUND_HALF_EVEN):f}"
