"""What the valuation puts on the first page and into the palette."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.ui.frame import Hit
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.learn import QUESTIONS
from regain.knowledge.valuation.queries.left import Period, last_whole, periods_of
from regain.knowledge.valuation.queries.listed import TABLE, Amount, alone
from regain.knowledge.valuation.queries.lists import KINDS
from regain.knowledge.valuation.queries.standing import Standing, standing
from regain.knowledge.warehouse import queries as warehouse

MOST_HITS = 8


@dataclass(frozen=True)
class LossesCard:
    """What left in the last whole month, beside the month before; without a month, what to do first."""

    standing: Standing
    told: Period | None = None
    before: Period | None = None
    href: str = ""

    @property
    def lost(self) -> Amount | None:
        """The value lost, to whole units."""
        return (self.told.value_left[0].quantize(Decimal(1)), self.told.value_left[1]) if self.told else None

    @property
    def change_count(self) -> float | None:
        """How many left against the month before, as a share."""
        if self.told is None or self.before is None or not self.before.left:
            return None
        return self.told.left / self.before.left - 1

    @property
    def change(self) -> float | None:
        """The value lost against the month before, as a share."""
        if self.told is None or self.before is None or not self.before.value_left[0]:
            return None
        return float(self.told.value_left[0] / self.before.value_left[0] - 1)


def losses_card(*, by: Actor) -> LossesCard | None:
    """What left last month; None while there are no sales, because importing them has a card of its own."""
    stands = standing(by=by)
    if not stands.has_facts:
        return None
    as_of = stands.as_of.isoformat() if stands.as_of else ""
    asked = looks.asked_for(looks.LIVES, rule=stands.rule, as_of=as_of)
    document = looks.balance(asked) if stands.is_valued else None
    if document is None or not document["months"]:
        return LossesCard(stands)
    periods = periods_of(document, by="month", as_of=asked.as_of, currency=stands.currency)
    told = last_whole(periods)
    place = periods.index(told)
    return LossesCard(stands, told, periods[place - 1] if place else None, told.href)


def search(*, by: Actor, words: str) -> Sequence[Hit]:
    """Customers whose id begins with the words or whose name has them."""
    lake = warehouse.lake()
    snapshot = lake.current()
    if TABLE not in snapshot.tables:
        return ()
    with lake.reader(alone(snapshot)) as connection:
        found = QUESTIONS.ask(connection, "hits", words=words.lower(), most=MOST_HITS).fetchall()
    return [_hit(*row) for row in found]


def _hit(customer: str, name: str, country: str, state: str, kind: str) -> Hit:
    standing_now = KINDS.get(kind, _("Left")) if state == "departed" else _("Customer")
    detail = " · ".join(str(part) for part in (customer if name else "", country, standing_now) if part)
    return Hit(title=name or customer, href=reverse("valuation:customer", args=[customer]), detail=detail)
