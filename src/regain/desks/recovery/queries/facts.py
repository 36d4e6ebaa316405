"""What a cycle is drafted from: the departures of a period, as of a day, under the company's settings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Cycle
from regain.desks.recovery.rules.terms import Settings
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.home import Company
from regain.foundation.kit.period import Period
from regain.foundation.kit.period import period as read_period
from regain.knowledge.ledger.rules import rule as read_rule
from regain.knowledge.valuation.queries import departures as valuation
from regain.knowledge.valuation.queries.standing import terms as company_terms
from regain.knowledge.valuation.rules import Departure
from regain.knowledge.warehouse import queries as warehouse


class NoSalesYet(Conflict):
    """Nothing was imported that a cycle could be drafted from."""


class PeriodNotKnown(Conflict):
    """The facts end before the period begins."""


@dataclass(frozen=True)
class Departed:
    """The departures of a period with everything a draft needs to be understood later."""

    period: Period
    as_of: date
    rule: str
    facts: int
    currency: str
    terms: Settings
    departures: tuple[Departure, ...] = field(repr=False)


def departed(*, period: str) -> Departed:
    """The departures of `YYYY-MM` or `YYYY-Qn`, as of the first day after it or of the end of the facts.

    A rhythm learnt later may find that somebody had left before the period already; whom the approved cycle just
    before it did not know of yet is decided about here, so that nobody falls between two cycles.
    Raises Invalid for another period, NoSalesYet, PeriodNotKnown. Cost: one pass over the lives of everybody; take
    it before the verb, so that no transaction waits for it.
    """
    wanted = read_period(period)
    company: Company = settings.COMPANY
    lake = warehouse.lake()
    as_of = as_of_for(wanted, last_day=warehouse.last_day(lake))
    before = _cycle_before(wanted)
    found = valuation.departures(
        as_of=as_of,
        left_from=before.from_on if before else wanted.from_on,
        left_until=wanted.until_on,
        rule=read_rule(company.rule),
        terms=company_terms(),
        lake=lake,
    )
    return Departed(
        period=wanted,
        as_of=as_of,
        rule=company.rule,
        facts=lake.current().facts,
        currency=company.currency,
        terms=terms_of(company, wanted),
        departures=tuple(_of_nobody_before(found, wanted, before)),
    )


def _cycle_before(period: Period) -> Cycle | None:
    """The approved cycle that ended where this period begins."""
    return Cycle.objects.filter(until_on=period.from_on, approved_at__isnull=False).order_by("-from_on").first()


def _of_nobody_before(found: Iterable[Departure], period: Period, before: Cycle | None) -> Iterator[Departure]:
    """Those of the period, and earlier ones that the cycle before it has not decided about."""
    decided = set(before.decisions.values_list("customer", flat=True)) if before else set()
    for each in found:
        if each.left_on >= period.from_on or each.customer not in decided:
            yield each


def as_of_for(period: Period, *, last_day: date | None) -> date:
    """The day the departures of a period are asked as of. Raises NoSalesYet, PeriodNotKnown."""
    if last_day is None:
        raise NoSalesYet(_("No sales have been imported yet. Import them first, then draft a cycle."))
    if last_day < period.from_on:
        raise PeriodNotKnown(
            _("The facts end on %(last)s, before %(period)s begins. Import newer sales, or choose an earlier period.")
            % {"last": date_format(last_day, "j F Y"), "period": period.text}
        )
    return min(period.until_on, last_day + timedelta(days=1))


def terms_of(company: Company, period: Period) -> Settings:
    """The company's settings for a cycle."""
    return Settings(
        period=period.text,
        control_share=company.control_share,
        executive_calls=company.executive_calls,
        team_calls=company.team_calls,
        cost_of_call=company.cost_of_call,
        cost_of_letter=company.cost_of_letter,
    )


def facts_now() -> int:
    """The number of the facts as they are now."""
    return warehouse.lake().current().facts


def last_day() -> date | None:
    """The day of the last known sale; none while nothing was imported."""
    return warehouse.last_day(warehouse.lake())
