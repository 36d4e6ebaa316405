"""Who left: customers in and out by month or quarter, by count and by value, and who they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.table import TableState
from regain.foundation.ui import charts, formats
from regain.foundation.ui.charts import Drawing, Measure, Unit
from regain.foundation.ui.parts import Tab
from regain.knowledge.ledger.rules import Month, quarters
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries import lists, looks
from regain.knowledge.valuation.queries.documents import month_of
from regain.knowledge.valuation.queries.listed import Amount, ValuedRows
from regain.knowledge.valuation.queries.standing import Standing, company_rule, standing
from regain.knowledge.warehouse import queries as warehouse

MONTH, QUARTER = "month", "quarter"
RULES: Final = ("rhythm", "days:30", "days:60", "days:90", "days:180", "days:365", "contract")
DRAWN: Final = 24
"""Periods a chart shows; the table has them all."""
LARGEST: Final = 10


@dataclass(frozen=True)
class Option:
    """One choice of a switch."""

    value: str
    title: str
    is_current: bool


@dataclass(frozen=True)
class Period:
    """One line of the balance, by count and by value; money with its currency."""

    name: str
    label: str
    first: date
    last: date
    is_whole: bool
    href: str
    start: int
    new: int
    returned: int
    left: int
    end: int
    value_start: Amount
    value_new: Amount
    value_returned: Amount
    value_left: Amount
    value_changed: Amount
    value_end: Amount


@dataclass(frozen=True)
class Lost:
    """One of the largest losses of a period."""

    who: str
    href: str
    lost: Amount
    chance: str
    second: str
    maximum: str


@dataclass(frozen=True)
class LeftPage:
    """The page "Who left". Without `periods` it says what is missing instead."""

    standing: Standing
    tabs: tuple[Tab, ...]
    by: str
    rules: tuple[Option, ...]
    rule_words: str
    is_other_rule: bool
    is_waiting: bool
    as_of: date | None = None
    headline: str = ""
    trend: str = ""
    first_known: date | None = None
    periods: tuple[Period, ...] = ()
    told: Period | None = None
    flows: Drawing | None = None
    values: Drawing | None = None
    largest: tuple[Lost, ...] = ()
    still_gone: int = 0


def tabs(current: str) -> tuple[Tab, ...]:
    """The three views of who left."""
    names = {"left": _("In and out"), "departed": _("Everybody who left"), "partly": _("Left in part")}
    return tuple(Tab(title, reverse(f"valuation:{name}"), current=name == current) for name, title in names.items())


def left_page(*, by: Actor, period: str = MONTH, rule: str = "") -> LeftPage:
    """The balance by month or quarter under a rule; the company's own unless another is asked for. Raises Invalid."""
    stands = standing(by=by)
    wanted = rule_named(rule) if rule else rule_named(stands.rule) if stands.is_valued else company_rule()
    common: dict[str, Any] = {
        "standing": stands,
        "tabs": tabs("left"),
        "by": period if period in {MONTH, QUARTER} else MONTH,
        "rules": options(str(wanted), stands.rule),
        "rule_words": wanted.sentence,
        "is_other_rule": str(wanted) != stands.rule,
    }
    if not stands.has_facts:
        return LeftPage(**common, is_waiting=False)
    as_of = stands.as_of.isoformat() if stands.as_of else ""
    asked = looks.asked_for(looks.LIVES, rule=str(wanted), as_of=as_of)
    document = looks.balance(asked)
    if document is None or not document["months"]:
        return LeftPage(**common, is_waiting=document is None, as_of=asked.as_of)
    return _filled(common, document, asked.as_of)


def last_whole(periods: Sequence[Period]) -> Period:
    """The last period that is over; the last one where none is."""
    return next((each for each in reversed(periods) if each.is_whole), periods[-1])


def periods_of(document: Mapping[str, Any], *, by: str, as_of: date, currency: str) -> tuple[Period, ...]:
    """The lines of a balance document by month or quarter, oldest first."""
    months = [month_of(month) for month in document["months"]]
    return tuple(_period(each, as_of, currency) for each in (quarters(months) if by == QUARTER else months))


def _filled(common: dict[str, Any], document: Mapping[str, Any], as_of: date) -> LeftPage:
    stands: Standing = common["standing"]
    periods = periods_of(document, by=common["by"], as_of=as_of, currency=stands.currency)
    told = last_whole(periods)
    largest, still_gone = ((), 0) if common["is_other_rule"] else _largest(stands, told)
    return LeftPage(
        **common,
        is_waiting=False,
        as_of=as_of,
        headline=headline(told),
        trend=trend(periods),
        first_known=periods[0].first,
        periods=periods[::-1],
        told=told,
        flows=_flows(periods[-DRAWN:]),
        values=_values(periods[-DRAWN:], stands.currency),
        largest=largest,
        still_gone=still_gone,
    )


def options(wanted: str, stored: str) -> tuple[Option, ...]:
    """The rules one may look by, and which of them is used."""
    names = {"rhythm": _("Their own rhythm"), "contract": _("The end of a contract")}
    names |= {
        rule: _("%(days)s silent days") % {"days": rule.removeprefix("days:")}
        for rule in (*RULES, stored, wanted)
        if ":" in rule
    }
    known = dict.fromkeys((*RULES, stored, wanted))
    return tuple(Option(rule, names[rule], rule == wanted) for rule in known)


def _period(month: Month, as_of: date, currency: str) -> Period:
    first, after = _days(month.month)
    last = min(after, as_of) - timedelta(days=1)
    amounts = ("value_start", "value_new", "value_returned", "value_left", "value_changed", "value_end")
    query = f"?left_on.from={first}&left_on.until={last}"
    return Period(
        name=month.month,
        label=_label(month.month, first),
        first=first,
        last=last,
        is_whole=after <= as_of,
        href=reverse("valuation:departed") + query,
        start=month.start,
        new=month.new,
        returned=month.returned,
        left=month.left,
        end=month.end,
        **{name: (getattr(month, name), currency) for name in amounts},
    )


def _days(name: str) -> tuple[date, date]:
    """The first day of a month or quarter, and the first day after it."""
    year, part = name.split("-")
    first = 3 * int(part[1]) - 2 if part.startswith("Q") else int(part)
    after = first + (3 if part.startswith("Q") else 1)
    return date(int(year), first, 1), date(int(year) + (after - 1) // 12, (after - 1) % 12 + 1, 1)


def _label(name: str, first: date) -> str:
    year, part = name.split("-")
    return f"{part} {year}" if part.startswith("Q") else formats.day(first, "month")


def headline(told: Period) -> str:
    """What happened in a period, in one or two plain sentences."""
    gone = ngettext("%(left)s customer left", "%(left)s customers left", told.left) % {
        "left": formats.number(told.left)
    }
    change = told.end - told.start
    size = formats.number(abs(change))
    net = _("%(size)s more") % {"size": size} if change > 0 else _("%(size)s fewer") % {"size": size}
    ending = _("as many as before") if change == 0 else _("%(net)s than at its start") % {"net": net}
    return _(
        "%(gone)s in %(period)s; in their last year they had bought for %(value)s. %(new)s new ones came and"
        " %(returned)s came back, which makes %(end)s at the end, %(ending)s."
    ) % {
        "period": told.label,
        "gone": gone,
        "value": formats.money(told.value_left, "whole"),
        "new": formats.number(told.new),
        "returned": formats.number(told.returned),
        "end": formats.number(told.end),
        "ending": ending,
    }


def trend(periods: Sequence[Period]) -> str:
    """How the last three whole periods compare with the three before; nothing where there are too few."""
    whole = [each for each in periods if each.is_whole]
    if len(whole) < 6:
        return ""
    recent, before = (sum((each.value_left[0] for each in part), Decimal(0)) / 3 for part in (whole[-3:], whole[-6:-3]))
    told = {
        "recent": formats.money((recent, periods[0].value_left[1]), "whole"),
        "first": whole[-3].label,
        "last": whole[-1].label,
    }
    if not before:
        return _("From %(first)s to %(last)s the value lost was %(recent)s on average.") % told
    share = recent / before - 1
    told["change"] = formats.percent(abs(share))
    if share >= 0:
        return (
            _("%(recent)s lost on average from %(first)s to %(last)s: %(change)s more than in the three before.") % told
        )
    return _("%(recent)s lost on average from %(first)s to %(last)s: %(change)s less than in the three before.") % told


def _flows(periods: Sequence[Period]) -> Drawing:
    flows = [charts.Flow(each.label, each.new, each.returned, each.left) for each in periods]
    return charts.in_and_out(
        _("Customers in and out"),
        flows,
        purpose=_("Upwards who came, downwards who left."),
    )


def _values(periods: Sequence[Period], currency: str) -> Drawing:
    measure = Measure(_("Value lost"), Unit.MONEY, currency)
    bars = [charts.Bar(each.label, each.value_left[0]) for each in periods]
    return charts.columns(
        _("Value lost"),
        measure,
        bars,
        purpose=_("What those who left had bought in the year up to their last purchase."),
    )


def _largest(stands: Standing, told: Period) -> tuple[tuple[Lost, ...], int]:
    """Those of the period who are still gone: the first of the ranking, and how many there are."""
    if not stands.is_valued:
        return (), 0
    spec = lists.departed()
    state = TableState.parse(spec, {"left_on.from": [told.first.isoformat()], "left_on.until": [told.last.isoformat()]})
    rows, total = departed_rows(stands.currency).page(state)
    spoken = {name: spec.column(name) for name in ("chance", "second_value", "maximum_spend")}
    found = tuple(
        Lost(
            row["who"],
            row["href"],
            row["spent_year"],
            *(str(column.of(row) or "–") if column else "" for column in spoken.values()),
        )
        for row in rows[:LARGEST]
    )
    return found, total if isinstance(total, int) else 0


def departed_rows(currency: str) -> ValuedRows:
    """Everybody who is gone, as the values have them."""
    lake = warehouse.lake()
    return ValuedRows(lake, lake.current(), currency, only=lists.GONE)
