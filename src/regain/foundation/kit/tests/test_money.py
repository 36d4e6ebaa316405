from decimal import Decimal

import pytest

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.money import Money, text, total


def test_amounts_of_one_currency_add_exactly() -> None:
    assert Money(Decimal("0.10"), "GBP") + Money(Decimal("0.20"), "GBP") == Money(Decimal("0.30"), "GBP")


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(Invalid, match="dated rate"):
        Money(Decimal(1), "GBP") + Money(Decimal(1), "EUR")


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_is_a_number(amount: Decimal) -> None:
    with pytest.raises(Invalid):
        Money(amount, "GBP")


def test_a_total_of_nothing_is_zero() -> None:
    assert total([], "EUR") == Money(Decimal(0), "EUR")


def test_cents_round_half_to_even() -> None:
    assert [text(Decimal(amount)) for amount in ("0.125", "0.135", "1E+3")] == ["0.12", "0.14", "1000.00"]
