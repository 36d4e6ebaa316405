"""With and without some customers: what the account would be if they were gone."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Account:
    """What customers earned and cost over a time, in company currency; `minutes` is the time spent on them."""

    customers: int = 0
    earned: Decimal = Decimal(0)
    goods: Decimal = Decimal(0)
    served: Decimal = Decimal(0)
    minutes: Decimal = Decimal(0)

    @property
    def contribution(self) -> Decimal:
        """What is left."""
        return self.earned - self.goods - self.served

    def __sub__(self, other: "Account") -> "Account":
        """The account without the customers of the other."""
        return Account(
            self.customers - other.customers,
            self.earned - other.earned,
            self.goods - other.goods,
            self.served - other.served,
            self.minutes - other.minutes,
        )


@dataclass(frozen=True)
class Difference:
    """The account of all, and of some of them: all − theirs = without, to the last digit."""

    all: Account
    theirs: Account

    @property
    def without(self) -> Account:
        """What would be left."""
        return self.all - self.theirs

    @property
    def earned_share(self) -> float | None:
        """Their share of what is earned; none where nothing is."""
        return share(self.theirs.earned, self.all.earned)

    @property
    def contribution_share(self) -> float | None:
        """Their share of the contribution; none where the company has none to share."""
        return share(self.theirs.contribution, self.all.contribution)


def share(part: Decimal, whole: Decimal) -> float | None:
    """A part of a whole that is more than nothing."""
    return float(part / whole) if whole > 0 else None
