"""Value every customer: compute the table `values` anew and switch to it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotFound
from regain.foundation.kit.events import announce
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import Rule
from regain.knowledge.valuation import policy
from regain.knowledge.valuation.events import LookAsked, ValuesAsked
from regain.knowledge.valuation.models import CostRate
from regain.knowledge.valuation.queries import looks
from regain.knowledge.valuation.queries.costing import bases_of, costs_document
from regain.knowledge.valuation.queries.departures import value_bucket
from regain.knowledge.valuation.queries.documents import lives_document, returns_document
from regain.knowledge.valuation.queries.learn import Lesson, learn
from regain.knowledge.valuation.queries.quality import quality_document
from regain.knowledge.valuation.queries.risk import learn_risk, risk_document
from regain.knowledge.valuation.queries.standing import standing
from regain.knowledge.valuation.queries.taught import chance_document, second_document, uplift_document
from regain.knowledge.valuation.rules.costs import rate_for
from regain.knowledge.valuation.rules.estimates import Terms
from regain.knowledge.valuation.rules.weighing import CONFIDENCE_RULE
from regain.knowledge.warehouse.lake.store import Lake

TABLE = "values"
Progress = Callable[[str, int, int], None]


def silent(words: str, done: int, total: int) -> None:
    """Tell nobody."""


@verb("valuation.customers_valued", allow=policy.may_value, on_files=True)
def value_customers(
    *, by: Actor, at: datetime, lake: Lake, as_of: date, rule: Rule, terms: Terms, progress: Progress = silent
) -> dict[str, Any]:
    """Learn from the facts by `as_of` and value every customer. Readers see the old table until the new one is whole.

    Returns what was learnt, as kept beside the table.
    """
    snapshot = lake.current()
    progress("Learning from the company's past", 0, snapshot.buckets)
    lesson = learn(lake, as_of=as_of, rule=rule, terms=terms)
    census = ledger.census(lake, as_of=as_of, rule=rule)
    warnings = learn_risk(lake, as_of=as_of, rule=rule, patience=lesson.patience)
    about = lesson_document(lesson) | {"lives": lives_document(census)} | costs_document(terms.costs, lesson.serving)
    about["risk"] = risk_document(warnings, as_of=as_of)
    bases: Counter[str] = Counter()
    with lake.replace(TABLE, snapshot=snapshot, as_of=as_of, about=about) as writer:
        for number in writer.buckets:
            progress("Valuing every customer", number, snapshot.buckets)
            with writer.bucket(number) as connection:
                ledger.mark(connection, as_of=as_of, rule=rule, patience=lesson.patience)
                ledger.live(connection, as_of=as_of, rule=rule)
                value_bucket(connection, lesson, warnings=warnings)
                bases.update(bases_of(connection))
                writer.write(number, connection, "SELECT * FROM valued")
        about["bases"] = dict(bases)
    progress("Valuing every customer", snapshot.buckets, snapshot.buckets)
    return about


@verb("valuation.values_asked", allow=policy.may_value)
def ask_for_values(*, by: Actor, at: datetime) -> ValuesAsked:
    """Have everybody valued anew in the background. Raises Conflict while that is going on, NotFound without sales."""
    now = standing(by=by)
    if now.is_busy:
        raise Conflict(_("Everybody is being valued already; the page shows the new values when that is done."))
    if not now.has_facts:
        raise NotFound(_("There are no sales to value yet. Import some first."))
    asked = ValuesAsked(asked_by=by.key)
    announce(asked)
    return asked


@verb("valuation.look_asked", allow=policy.may_view)
def ask_for_look(*, by: Actor, at: datetime, kind: str, rule: str, as_of: str, until: str = "") -> LookAsked:
    """Have a look back made in the background. Raises Invalid for a rule or a day that makes no sense."""
    wanted = looks.asked_for(kind, rule=rule, as_of=as_of, until=until)
    asked = LookAsked(
        asked_by=by.key,
        kind=wanted.kind,
        rule=str(wanted.rule),
        as_of=wanted.as_of.isoformat(),
        until=wanted.until.isoformat() if wanted.until else "",
    )
    announce(asked)
    return asked


@verb("valuation.cost_set", allow=policy.may_set_costs)
def set_cost(
    *,
    by: Actor,
    at: datetime,
    cause: str,
    unit: str,
    amount: Decimal,
    currency: str,
    valid_from: date,
    kind: str = "",
    minutes: Decimal | None = None,
) -> CostRate:
    """Say what one of a cause costs from a day on. One said before for the same day is replaced. Raises Invalid."""
    if currency != settings.COMPANY.currency:
        sentence = _("Costs are in the company's currency, %(own)s; convert %(other)s first.")
        raise Invalid(sentence % {"own": settings.COMPANY.currency, "other": currency or "?"})
    rate = rate_for(cause=cause, kind=kind, unit=unit, amount=amount, minutes=minutes, valid_from=valid_from)
    same = {"cause": rate.cause.value, "kind": rate.kind, "valid_from": rate.valid_from}
    withdrawn = {"withdrawn_at": at, "withdrawn_by": by.key, "withdrawn_by_name": by.name}
    CostRate.objects.filter(withdrawn_at__isnull=True, **same).update(**withdrawn)
    return CostRate.objects.create(
        **same,
        unit=rate.unit.value,
        amount=rate.amount,
        minutes=rate.minutes,
        currency=currency,
        set_at=at,
        set_by=by.key,
        set_by_name=by.name,
    )


@verb("valuation.cost_withdrawn", allow=policy.may_set_costs)
def withdraw_cost(*, by: Actor, at: datetime, number: int) -> CostRate:
    """Take a rate back; it stays in the history. Raises NotFound for one that is not in force."""
    rate = CostRate.objects.filter(pk=number, withdrawn_at__isnull=True).select_for_update().first()
    if rate is None:
        raise NotFound(_("That rate is not in the cost table any more."))
    rate.withdrawn_at, rate.withdrawn_by, rate.withdrawn_by_name = at, by.key, by.name
    rate.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_by_name"])
    return rate


def lesson_document(lesson: Lesson) -> dict[str, Any]:
    """What was learnt, as JSON."""
    living, second, choice = lesson.learned.living, lesson.learned.second, lesson.choice
    return {
        "rule": str(lesson.rule),
        "rule_words": lesson.rule.sentence,
        "patience": asdict(lesson.patience),
        "purchases": None if living.purchases is None else living.purchases.params,
        "spend": None if living.spend is None else living.spend.params,
        "why_no_worth": living.why_not,
        "quality": quality_document(lesson.quality),
        "returns": returns_document(lesson.learned.returns),
        "chance": chance_document(lesson.learned.returning),
        "second_lives": second.sentence,
        "second": second_document(second),
        "uplift": uplift_document(lesson.learned.uplift),
        "confidence": CONFIDENCE_RULE,
        "ranking": lesson.learned.ranking,
        "lead": None if choice is None or choice.lead is None else asdict(choice.lead),
        "challenger": None if choice is None else choice.challenger,
        "margin": lesson.learned.terms.margin,
        "discount": lesson.learned.terms.discount,
    }
