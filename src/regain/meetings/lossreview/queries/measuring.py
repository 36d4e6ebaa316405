"""What the fix of an issue did: customers at risk and departures from the ledger, reasons from what was told."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.period import month_after, period
from regain.knowledge.playbook.queries.counted import asked
from regain.knowledge.valuation.queries.looks import LIVES, Asked, asked_for, balance
from regain.knowledge.valuation.queries.standing import company_rule
from regain.knowledge.warehouse import queries as warehouse
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.queries.fallen import NOTHING, by_month
from regain.meetings.lossreview.queries.proof_words import told
from regain.meetings.lossreview.rules import proof
from regain.meetings.lossreview.rules.proof import MONTHS_BEFORE, Measured, MonthCounts


def measured(*, issue: Issue, as_of: date | None = None) -> Measured:
    """What departures for this issue did since its fix, as far as the facts reach, or to a day. Raises NotFound."""
    if issue.fixed_on is None:
        raise NotFound(
            _("“%(title)s” is not fixed yet, so there is no effect to measure. Record the fix first.")
            % {"title": issue.title}
        )
    return measured_all((issue,), as_of=as_of)[issue.pk]


def measured_all(issues: Sequence[Issue], *, as_of: date | None = None) -> Mapping[int, Measured]:
    """The same for every fixed one of these; the facts are read once."""
    fixed = {issue.pk: issue.fixed_on for issue in issues if issue.fixed_on is not None}
    if not fixed:
        return {}
    day, months = counts(list(fixed), since=min(fixed.values()), as_of=as_of)
    return {
        pk: told(proof.measure(months[pk] if months is not None else None, fixed_on=fixed_on, as_of=day))
        for pk, fixed_on in fixed.items()
    }


def proof_sentence(*, issue: Issue) -> str:
    """What the fix did so far; empty before a fix."""
    return measured(issue=issue).sentence if issue.fixed_on is not None else ""


def counts(
    issues: Sequence[int], *, since: date, as_of: date | None = None
) -> tuple[date, Mapping[int, tuple[MonthCounts, ...]] | None]:
    """The day the facts reach to, and each issue's whole months from a year before `since`, oldest first.

    None instead of months while a company too large for a page has nobody counted yet under today's rule.
    """
    look = looked_at()
    if look is None:
        return as_of or since, None
    day = min(as_of, look.as_of) if as_of else look.as_of
    lives = balance(look)
    if lives is None:
        return day, None
    from_on = month_after(since.replace(day=1), -MONTHS_BEFORE)
    whole = [
        month for month in lives["months"] if (of := period(month["month"])).from_on >= from_on and of.until_on <= day
    ]
    known = asked(from_on=from_on, until_on=day)
    fell = by_month(from_on=from_on, until_on=day)
    return day, {
        pk: tuple(
            MonthCounts(
                month=month["month"],
                customers=int(month["start"]),
                departures=int(month["left"]),
                asked=known[month["month"]].asked if month["month"] in known else 0,
                named=fell.get(pk, {}).get(month["month"], NOTHING).departures,
            )
            for month in whole
        )
        for pk in issues
    }


def looked_at() -> Asked | None:
    """The balance effects are measured by: today's rule and facts; None without any facts.

    What was computed with the values is taken, so that nobody's page waits for the engine.
    """
    try:
        snapshot = warehouse.lake().current()
        about, rule = snapshot.about("values"), company_rule()
        if about.get("rule") == str(rule) and about.get("facts") == snapshot.facts and "lives" in about:
            return Asked(LIVES, rule, date.fromisoformat(about["as_of"]))
        return asked_for(LIVES)
    except NotFound:
        return None
