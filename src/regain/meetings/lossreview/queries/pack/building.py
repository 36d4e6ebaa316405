"""Put a pack together."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.actions_before import lines_before
from regain.meetings.lossreview.queries.falling import falls_to
from regain.meetings.lossreview.queries.health import health_lines
from regain.meetings.lossreview.queries.pack import book
from regain.meetings.lossreview.queries.pack.anew import counted_anew
from regain.meetings.lossreview.queries.pack.facts import MonthOfFacts, asked_of, month_of_facts
from regain.meetings.lossreview.queries.pack.issues import issues_of
from regain.meetings.lossreview.queries.pack.losses import losses_of
from regain.meetings.lossreview.queries.pack.mirrors import mirrors_of
from regain.meetings.lossreview.queries.pack.reasons import ToldOf, tables, told_of, truth_words
from regain.meetings.lossreview.queries.pack.voices import callers_of, calls_of, trials_of
from regain.meetings.lossreview.queries.pack.words import definitions, headline
from regain.meetings.lossreview.queries.packs import digest, encode
from regain.meetings.lossreview.queries.reviews import title_of
from regain.meetings.lossreview.rules.pack import Pack

Progress = Callable[[str, int, int], None]


def silent(words: str, done: int, total: int) -> None:
    """Tell nobody."""


def build(*, by: Actor, at: datetime, review: Review, progress: Progress = silent) -> Pack:
    """Every number of the review, and the list of customers behind them.

    Cost: one pass over the purchase days of those who left, and one over all of them where nobody looked at the
    balance as of that day yet. Raises NotKnownYet, FactsMoved.
    """
    asked = asked_of(review)
    progress(_("Looking at who left"), 0, 4)
    with month_of_facts(asked) as month:
        progress(_("Laying the reasons on them"), 1, 4)
        known = told_of(month.lost, falls_to())
        progress(_("Gathering what was heard and done"), 2, 4)
        made = _pack(by, at, review, month, known)
        progress(_("Writing the list behind the numbers"), 3, 4)
        book.keep(known, digest(encode(made)))
    return made


def _pack(by: Actor, at: datetime, review: Review, month: MonthOfFacts, known: ToldOf) -> Pack:
    asked = month.asked
    losses, reasons = losses_of(known), tables(known)
    return Pack(
        period=review.period,
        title=title_of(review.period),
        company=settings.COMPANY.name,
        currency=settings.COMPANY.currency,
        language=get_language() or "en",
        zone=settings.COMPANY.zone,
        from_on=review.from_on,
        until_on=review.until_on,
        as_of=asked.as_of,
        as_at=at,
        facts=month.facts,
        rule=str(asked.rule),
        rule_words=asked.rule.sentence,
        headline=headline(month, losses, reasons[0]),
        actions=lines_before(review_from_on=review.from_on, at=at),
        months=month.months,
        anew=counted_anew(month.months, currency=settings.COMPANY.currency, rule=str(asked.rule)),
        losses=losses,
        reasons=reasons,
        truth=truth_words(review.until_on),
        calls=calls_of(asked, by=by),
        callers=callers_of(asked, at=at),
        mirrors=mirrors_of(known),
        trials=trials_of(asked),
        issues=issues_of(known, until_on=review.until_on),
        health=health_lines(at=at, from_on=review.from_on, until_on=review.until_on),
        definitions=definitions(asked.rule),
    )
