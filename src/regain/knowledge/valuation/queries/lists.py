"""What the lists of customers can show: all of them, the departed, and those who left in part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.filters import By, Choice, Filter, Words
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.ui import formats
from regain.knowledge.valuation.queries.bases import BASES
from regain.knowledge.valuation.queries.listed import AMOUNTS, ESTIMATES, SHARES
from regain.knowledge.valuation.queries.risk_words import LEVELS, TONES, moved
from regain.knowledge.warehouse.sql import Sql

STATES: Final[Mapping[str, Words]] = {"alive": _("Customer"), "departed": _("Left")}
KINDS: Final[Mapping[str, Words]] = {
    "lapse": _("Stopped buying"),
    "declared": _("Closed by the customer"),
    "contract end": _("Contract ended"),
    "unpaid": _("Closed unpaid"),
    "partial": _("Left in part"),
    "deceased": _("Deceased"),
    "out of business": _("Out of business"),
}
CONFIDENCE: Final[Mapping[str, Words]] = {
    "measured": _("Measured"),
    "thin": _("Thin evidence"),
    "prior": _("A guess"),
}
CONFIDENCE_TONES: Final = {"measured": "good", "thin": "warn", "prior": "quiet"}
YES_NO: Final[Mapping[str, Words]] = {"true": _("Yes"), "false": _("Never call")}

BASIS = Column(
    "basis",
    _("Counted on"),
    Kind.STATUS,
    filter=Filter(By.CHOICE),
    states=BASES,
    priority=3,
    hint=_("What the value of this customer is counted on: costs, margin, or revenue."),
)

EVERYBODY: Final = Sql("true")
GONE: Final = Sql("state = 'departed'")
AT_RISK: Final = Sql("state = 'alive' AND recoverable AND (risk IN ('high', 'medium') OR (risk = '' AND movers <> ''))")
PARTLY: Final = Sql("state = 'alive' AND kind = 'partial'")

RANGE, DAYS = Filter(By.RANGE), Filter(By.DATES)
Reader = Callable[[Any], object]


def _estimate(name: str) -> Reader:
    """The cell of an estimate: its best guess and where it likely lies."""

    def read(row: Mapping[str, Any]) -> str | None:
        value, low, high = (row.get(key) for key in (name, f"{name}_low", f"{name}_high"))
        if value is None or low is None or high is None:
            return None
        if name in SHARES:
            return f"{formats.percent(value)} ({formats.span(formats.percent(low), formats.percent(high))})"
        return f"{formats.money(value, 'whole')} ({formats.span(_whole(low), _whole(high))})"

    return read


def _whole(money: tuple[Decimal, str]) -> tuple[Decimal, str]:
    return money[0].quantize(Decimal(1)), money[1]


def _exact(name: str) -> Reader:
    return lambda row: row.get(name)


def _truth(name: str) -> Reader:
    return lambda row: {True: "true", False: "false"}.get(row.get(name), "")


def _estimated(name: str, title: Words, hint: Words, *, shown: bool = True, priority: int = 3) -> Column:
    column = Column(name, title, filter=RANGE, align="end", hint=hint, default_shown=shown, priority=priority)
    return replace(column, value=_estimate(name))


WHO = Column("who", _("Customer"), link="href", priority=1)
ID = Column("customer", _("Id"), default_shown=False, priority=3, link="href")
NAME = Column("name", _("Name"), default_shown=False, priority=3)
STATE = Column("state", _("Now"), Kind.STATUS, filter=Filter(By.CHOICE), states=STATES, tones={"alive": "good"})
KIND = Column(
    "kind", _("How"), Kind.STATUS, filter=Filter(By.CHOICE), states=KINDS, tones={"partial": "warn"}, priority=3
)
LIVES = Column(
    "lives", _("Lives"), Kind.NUMBER, filter=RANGE, priority=3, hint=_("Two or more: they left and came back.")
)
FIRST = Column("first_day", _("First purchase"), Kind.DATE, filter=DAYS, default_shown=False, priority=3)
LAST = Column("last_day", _("Last purchase"), Kind.DATE, filter=DAYS)
DAYS_BOUGHT = Column("purchase_days", _("Purchase days"), Kind.NUMBER, filter=RANGE, priority=3)
SPENT = Column(
    "spent", _("Spent so far"), Kind.MONEY, filter=RANGE, hint=_("All purchases; refunds are not taken off.")
)
REFUNDED = Column("refunded", _("Refunded"), Kind.MONEY, filter=RANGE, default_shown=False, priority=3)
LEFT_ON = Column("left_on", _("Left on"), Kind.DATE, filter=DAYS)
SILENCE = Column("silence", _("Days silent"), Kind.NUMBER, filter=RANGE, default_shown=False, priority=3)
LOST = Column(
    "spent_year",
    _("Value lost a year"),
    Kind.MONEY,
    filter=RANGE,
    hint=_("Bought in the year up to their last purchase."),
)
YEAR = replace(LOST, title=_("Last year of buying"), default_shown=False, priority=3)
CALLABLE = Column(
    "recoverable",
    _("May be won back"),
    Kind.STATUS,
    filter=Filter(By.CHOICE, tuple(Choice(value, title) for value, title in YES_NO.items())),
    states=YES_NO,
    default_shown=False,
    priority=3,
    value=_truth("recoverable"),
)
SURE = Column(
    "confidence",
    _("Evidence"),
    Kind.STATUS,
    filter=Filter(By.CHOICE),
    states=CONFIDENCE,
    tones=CONFIDENCE_TONES,
    priority=3,
    hint=_("How much of the company's own past stands behind the estimates."),
)
WORTH = _estimated("worth", _("Worth in the next 12 months"), _("What a customer who is still here will likely bring."))
CHANCE = _estimated(
    "chance", _("Comes back alone"), _("Chance of buying again within 90 days with nobody asking."), priority=2
)
CALLED = _estimated(
    "chance_called", _("Comes back if called"), _("Chance of buying again after an attempt."), shown=False
)
SECOND = _estimated("second_value", _("Second value"), _("What a second life brings if it comes."), priority=2)
MOST = _estimated("maximum_spend", _("Maximum spend"), _("The most that winning this customer back may cost."))
SCORE = Column(
    "score",
    _("Rank"),
    Kind.NUMBER,
    default_shown=False,
    priority=3,
    digits=1,
    hint=_("More is earlier in the ranking."),
)


def _where(countries: Sequence[str]) -> Column:
    choices = tuple(Choice(country, country) for country in countries)
    return Column("country", _("Country"), filter=Filter(By.CHOICE, choices) if choices else None, priority=3)


def _spec(name: str, caption: Promise, default_sort: str, columns: Sequence[Column]) -> TableSpec:
    return TableSpec(
        name=name,
        columns=columns,
        default_sort=default_sort,
        caption=caption,
        searchable=True,
        search_hint=_("Id or name"),
        key="customer",
    )


@lru_cache(maxsize=8)
def customers(countries: tuple[str, ...] = ()) -> TableSpec:
    """Everybody who ever bought."""
    second = (replace(column, default_shown=False) for column in (CHANCE, SECOND, MOST, SURE))
    kind, left, lost = (replace(column, default_shown=False, priority=3) for column in (KIND, LEFT_ON, YEAR))
    columns = (WHO, ID, NAME, _where(countries), STATE, kind, SPENT, lost, WORTH, LAST, LIVES, DAYS_BOUGHT, FIRST, left)
    basis, risk = (replace(column, default_shown=False, priority=3) for column in (BASIS, RISK))
    return _spec("customers", _("Customers"), "-spent", (*columns, SILENCE, REFUNDED, *second, risk, basis))


@lru_cache(maxsize=8)
def departed(countries: tuple[str, ...] = ()) -> TableSpec:
    """Everybody who is gone, those worth trying first at the top."""
    country, lives, days = (replace(column, default_shown=False) for column in (_where(countries), LIVES, DAYS_BOUGHT))
    columns = (WHO, ID, NAME, country, LEFT_ON, KIND, LOST, CHANCE, SECOND, MOST, SURE, CALLED, CALLABLE)
    last = replace(LAST, default_shown=False, priority=3)
    spent = replace(SPENT, default_shown=False, priority=3)
    return _spec(
        "departed", _("Customers who left"), "-score", (*columns, SILENCE, last, spent, lives, days, REFUNDED, SCORE)
    )


RISK = Column(
    "risk",
    _("Risk"),
    Kind.STATUS,
    filter=Filter(By.CHOICE),
    states=LEVELS,
    tones=TONES,
    hint=_("Early warning: how likely they leave within ninety days, beside all customers."),
)
RISK_CHANCE = _estimated(
    "risk_chance", _("May leave"), _("Chance of counting as gone within 90 days, learnt from the past."), priority=2
)
MOVERS = Column(
    "movers",
    _("What moved it"),
    sortable=False,
    priority=2,
    value=lambda row: ", ".join(moved(row.get("movers") or "")),
)


@lru_cache(maxsize=8)
def at_risk(countries: tuple[str, ...] = ()) -> TableSpec:
    """Everybody still here who may leave soon, those with most at stake first."""
    stake = Column(
        "stake",
        _("Value at risk"),
        Kind.MONEY,
        filter=RANGE,
        hint=_("The chance that they leave times their worth in the next 12 months."),
    )
    columns = (
        WHO,
        ID,
        NAME,
        _where(countries),
        RISK,
        RISK_CHANCE,
        MOVERS,
        stake,
        WORTH,
        LAST,
        SILENCE,
        YEAR,
        Column("ends_on", _("Contract ends on"), Kind.DATE, filter=DAYS, default_shown=False, priority=3),
        replace(DAYS_BOUGHT, default_shown=False),
        replace(SPENT, default_shown=False, priority=3),
        replace(BASIS, default_shown=False),
    )
    return _spec("at-risk", _("Customers at risk"), "-stake", columns)


@lru_cache(maxsize=8)
def contribution(countries: tuple[str, ...] = ()) -> TableSpec:
    """Everybody, by what they brought less what they cost; the most costly are at the other end."""
    columns = (
        WHO,
        ID,
        NAME,
        replace(_where(countries), default_shown=False),
        replace(STATE, default_shown=False),
        _money("earned", _("Revenue"), _("So far, after refunds.")),
        _money("goods", _("Product cost"), _("Nothing where no cost is known.")),
        _money("served", _("Cost to serve"), _("Contacts, returns, credits, late payment.")),
        _money("contribution", _("Contribution"), _("Revenue less product cost and cost to serve."), priority=2),
        BASIS,
        _money("year_earned", _("Revenue, 12 months"), shown=False),
        _money("year_goods", _("Product cost, 12 months"), shown=False),
        _money("year_served", _("Cost to serve, 12 months"), shown=False),
        _money("year_contribution", _("Contribution, 12 months"), shown=False),
        Column("minutes", _("Minutes"), Kind.NUMBER, filter=RANGE, priority=3, digits=0, default_shown=False),
        Column("handled", _("Contacts and returns"), Kind.NUMBER, filter=RANGE, priority=3, default_shown=False),
        Column("uncosted", _("Without a known cost"), Kind.NUMBER, filter=RANGE, priority=3, default_shown=False),
        replace(SPENT, default_shown=False, priority=3),
        replace(LAST, default_shown=False, priority=3),
    )
    return _spec("contribution", _("Revenue against cost"), "-contribution", columns)


def _money(name: str, title: Words, hint: Words = "", *, shown: bool = True, priority: int = 3) -> Column:
    return Column(name, title, Kind.MONEY, filter=RANGE, digits=2, hint=hint, default_shown=shown, priority=priority)


@lru_cache(maxsize=8)
def partly(countries: tuple[str, ...] = ()) -> TableSpec:
    """Everybody who still buys, but half as much or less than before."""
    columns = (
        WHO,
        ID,
        NAME,
        _where(countries),
        Column(
            "loss", _("Less in a year"), Kind.MONEY, filter=RANGE, hint=_("If the last six months went on for a year.")
        ),
        Column("shrunk", _("Down by"), Kind.PERCENT, filter=RANGE),
        Column("usual", _("Usual in six months"), Kind.MONEY, priority=3, hint=_("Half of the twelve months before.")),
        Column("spent_lately", _("Last six months"), Kind.MONEY, filter=RANGE, priority=3),
        WORTH,
        LAST,
        replace(DAYS_BOUGHT, default_shown=False),
        replace(SPENT, default_shown=False, priority=3),
    )
    return _spec("partly", _("Customers who left in part"), "-loss", columns)


def exported(state: TableState) -> TableState:
    """The state as a file has it: an estimate becomes three columns of numbers, the estimate and its ends."""
    columns: list[Column] = []
    for column in state.spec.columns:
        columns += _three(column) if column.name in ESTIMATES else [column]
    chosen = [column.name for column in columns if _stem(column.name) in state.columns]
    return replace(state, spec=replace(state.spec, columns=columns), columns=tuple(chosen))


def _stem(name: str) -> str:
    stem = name.removesuffix("_low").removesuffix("_high")
    return stem if stem in ESTIMATES else name


def _three(column: Column) -> list[Column]:
    kind = Kind.MONEY if column.name in AMOUNTS else Kind.PERCENT
    ends = ((column.name, column.title), (f"{column.name}_low", _("from")), (f"{column.name}_high", _("to")))
    return [
        Column(name, title if name == column.name else f"{column.title}, {title}", kind, value=_exact(name))
        for name, title in ends
    ]
