"""Draft a cycle: one decision for every departure of the period."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.events import DraftRequested
from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.queries import facts, words
from regain.desks.recovery.queries.facts import Departed
from regain.desks.recovery.rules.decide import Decided, decide
from regain.desks.recovery.rules.gain import pennies
from regain.desks.recovery.rules.terms import Settings
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.kit.period import Period
from regain.foundation.kit.period import period as read_period

AT_ONCE = 2_000
LONGEST_NAME = 200


class CycleIsApproved(Conflict):
    """People work by it already; drafting again would change what was promised."""


class PeriodsOverlap(Conflict):
    """A customer would be in two cycles at once."""


class NobodyLeft(Conflict):
    """There is nothing to decide."""


class DraftedAtOnce(Conflict):
    """Somebody else drafted the same period in this very moment."""


@verb("recovery.request_draft", allow=policy.may_draft)
def request_draft(*, by: Actor, at: datetime, period: str) -> None:
    """Have `YYYY-MM` or `YYYY-Qn` drafted in the background; what can be refused is refused at once.

    Raises Invalid, NoSalesYet, PeriodNotKnown, CycleIsApproved, PeriodsOverlap.
    """
    wanted = read_period(period)
    facts.as_of_for(wanted, last_day=facts.last_day())
    refuse_overlap(wanted)
    _refuse_approved(Cycle.objects.filter(period=wanted.text).first())
    announce(DraftRequested(period=wanted.text, asked_by=by.key))


@verb("recovery.draft_cycle", allow=policy.may_draft)
def draft_cycle(*, by: Actor, at: datetime, departed: Departed) -> Cycle:
    """Decide about every departure of the period. A draft of the same period is replaced.

    Raises CycleIsApproved, PeriodsOverlap, NobodyLeft, DraftedAtOnce.
    """
    if not departed.departures:
        raise NobodyLeft(
            _("Nobody left in %(period)s, so there is nothing to decide.")
            % {"period": words.period_in_words(departed.period.text)}
        )
    refuse_overlap(departed.period)
    _make_room(departed.period)
    cycle = _new_cycle(departed, by=by, at=at)
    decided = decide(departed.departures, departed.terms, elsewhere=_elsewhere(departed))
    for start in range(0, len(decided), AT_ONCE):
        Decision.objects.bulk_create(_row(cycle, each, departed.terms) for each in decided[start : start + AT_ONCE])
    return cycle


def refuse_overlap(period: Period) -> None:
    """Raises PeriodsOverlap when an approved cycle of another period shares days with this one."""
    sharing = Cycle.objects.filter(from_on__lt=period.until_on, until_on__gt=period.from_on)
    taken = sharing.exclude(period=period.text).filter(approved_at__isnull=False).first()
    if taken:
        raise PeriodsOverlap(
            _("%(period)s shares days with the approved cycle of %(other)s: its customers would be in two at once.")
            % {
                "period": words.period_in_words(period.text),
                "other": words.period_in_words(taken.period),
            }
        )


def _make_room(period: Period) -> None:
    """Remove the draft that is replaced. Raises CycleIsApproved."""
    before = Cycle.objects.select_for_update().filter(period=period.text).first()
    _refuse_approved(before)
    if before is not None:
        before.swaps.all().delete()
        before.delete()


def _refuse_approved(before: Cycle | None) -> None:
    if before is not None and before.is_approved:
        raise CycleIsApproved(
            _("The cycle of %(period)s was approved by %(name)s; it cannot be drafted again.")
            % {"period": words.period_in_words(before.period), "name": before.approved_by}
        )


def _new_cycle(departed: Departed, *, by: Actor, at: datetime) -> Cycle:
    terms = departed.terms
    try:
        with transaction.atomic():
            return Cycle.objects.create(
                period=departed.period.text,
                from_on=departed.period.from_on,
                until_on=departed.period.until_on,
                as_of=departed.as_of,
                rule=departed.rule,
                facts=departed.facts,
                currency=departed.currency,
                control_share=terms.control_share,
                executive_calls=terms.executive_calls,
                team_calls=terms.team_calls,
                cost_of_call=terms.cost_of_call,
                cost_of_letter=terms.cost_of_letter,
                letter_effect=terms.letter_effect,
                drafted_at=at,
                drafted_by=by.name,
            )
    except IntegrityError as twice:
        raise DraftedAtOnce(_("Somebody else has just drafted this cycle. Look at their draft first.")) from twice


def _elsewhere(departed: Departed) -> frozenset[str]:
    """Customers whose very departure another approved cycle has: by id and last day before it."""
    earliest = min(each.last_day for each in departed.departures)
    others = Decision.objects.filter(cycle__approved_at__isnull=False, last_day__gte=earliest)
    taken = set(others.exclude(cycle__period=departed.period.text).values_list("customer", "last_day"))
    return frozenset(each.customer for each in departed.departures if (each.customer, each.last_day) in taken)


def _row(cycle: Cycle, decided: Decided, terms: Settings) -> Decision:
    departure, gain, spend = decided.departure, decided.gain, decided.maximum_spend
    return Decision(
        cycle=cycle,
        customer=departure.customer,
        name=departure.name[:LONGEST_NAME],
        country=departure.country[:100],
        segment=decided.segment,
        kind=decided.kind,
        would_be=decided.would_be or "",
        why=decided.why or "",
        reason=words.reason_of(decided, terms),
        is_recoverable=departure.recoverable,
        rank=decided.rank,
        left_on=departure.left_on,
        last_day=departure.last_day,
        absence_days=departure.absence_days,
        value_lost=departure.value_lost,
        spent=departure.spent,
        chance=departure.chance.value,
        chance_low=departure.chance.low,
        chance_high=departure.chance.high,
        chance_called=departure.chance_called.value,
        second_value=pennies(departure.second_value.value),
        second_value_low=pennies(departure.second_value.low),
        second_value_high=pennies(departure.second_value.high),
        maximum_spend=spend.value,
        maximum_spend_low=spend.low,
        maximum_spend_high=spend.high,
        cost=decided.cost,
        gain=gain.value,
        gain_low=gain.low,
        gain_high=gain.high,
        evidence=departure.like.sentence,
        confidence=departure.confidence,
        draw_probability=decided.draw_probability,
    )
