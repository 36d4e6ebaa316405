"""One decision with everything it rests on, and what may be done about it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.models import Decision
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.decisions import TONES
from regain.desks.recovery.rules.changes import MOVABLE
from regain.desks.recovery.rules.gain import gain
from regain.desks.recovery.rules.terms import Kind, Why
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money


@dataclass(frozen=True)
class Attempt:
    """What one kind of attempt would cost and gain for this customer."""

    title: str
    cost: Money
    gain: Money
    gain_low: Money
    gain_high: Money
    is_chosen: bool


@dataclass(frozen=True)
class Move:
    """A kind this decision can be moved to."""

    kind: str
    title: str


@dataclass(frozen=True)
class DecisionPage:
    """The page of one decision."""

    id: int
    period: str
    cycle: str
    is_approved: bool
    title: str
    customer: str
    customer_href: str
    country: str
    segment: str
    kind: str
    kind_title: str
    tone: str
    would_be: str
    reason: str
    how: str
    """How it came to this decision, in a sentence."""
    left_on: date
    last_day: date
    absence_days: int
    value_lost: Money
    spent: Money
    chance: float
    chance_low: float
    chance_high: float
    chance_called: float
    second_value: Money
    second_value_low: Money
    second_value_high: Money
    maximum_spend: Money
    maximum_spend_low: Money
    maximum_spend_high: Money
    evidence: str
    confidence: str
    letter_effect: float
    attempts: tuple[Attempt, ...]
    assigned_to: str
    moves: tuple[Move, ...]
    may_swap: bool


def decision_page(*, by: Actor, decision: Decision) -> DecisionPage:
    """Everything about it."""
    cycle, kind = decision.cycle, Kind(decision.kind)

    def money(name: str) -> Money:
        return Money(getattr(decision, name), cycle.currency)

    return DecisionPage(
        id=decision.pk,
        period=cycle.period,
        cycle=words.period_in_words(cycle.period),
        is_approved=cycle.is_approved,
        title=decision.title,
        customer=decision.customer,
        customer_href=words.customer_href(decision.customer),
        country=decision.country,
        segment=words.segment_in_words(decision.segment),
        kind=kind.value,
        kind_title=str(words.KINDS[kind]),
        tone=TONES[kind.value],
        would_be=str(words.KINDS[Kind(decision.would_be)]) if decision.would_be else "",
        reason=decision.reason,
        how=how_in_words(decision),
        left_on=decision.left_on,
        last_day=decision.last_day,
        absence_days=decision.absence_days,
        value_lost=money("value_lost"),
        spent=money("spent"),
        chance=decision.chance,
        chance_low=decision.chance_low,
        chance_high=decision.chance_high,
        chance_called=decision.chance_called,
        second_value=money("second_value"),
        second_value_low=money("second_value_low"),
        second_value_high=money("second_value_high"),
        maximum_spend=money("maximum_spend"),
        maximum_spend_low=money("maximum_spend_low"),
        maximum_spend_high=money("maximum_spend_high"),
        evidence=decision.evidence,
        confidence=str(words.CONFIDENCE.get(decision.confidence, decision.confidence)),
        letter_effect=float(cycle.letter_effect),
        attempts=tuple(_attempts(decision, kind)),
        assigned_to=decision.caller.name if decision.caller else "",
        moves=tuple(_moves(by, decision, kind)),
        may_swap=by.may(policy.DRAFT) and kind is Kind.EXECUTIVE,
    )


def how_in_words(decision: Decision) -> str:
    """Why this customer got this decision."""
    kind = Kind(decision.kind)
    if kind is Kind.EXECUTIVE and decision.draw_probability is None:
        return _("Chosen by a person instead of a drawn customer.")
    if kind is Kind.EXECUTIVE:
        return _("Drawn at random, larger losses more often, so that the calls stand for all the losses.")
    if kind is Kind.CONTROL:
        return _("Held out at random before anything else was decided, so that effect can be told from luck.")
    if kind is Kind.NOT_PURSUED:
        return decision.reason
    if decision.why == Why.BY_HAND:
        return _("Decided by hand: %(reason)s") % {"reason": decision.reason}
    if kind is Kind.TEAM:
        return _("Among the calls that are expected to gain most over leaving the customer alone.")
    return _("No call is left or a call does not pay, but a letter is expected to bring more than it costs.")


def _attempts(decision: Decision, chosen: Kind) -> list[Attempt]:
    currency, settings = decision.cycle.currency, decision.cycle.settings
    found = []
    for kind, title in ((Kind.TEAM, _("A call")), (Kind.LETTER, _("A letter"))):
        expected = gain(decision.spend, kind, settings)
        called = kind is Kind.TEAM and chosen is Kind.EXECUTIVE
        found.append(
            Attempt(
                title=title,
                cost=Money(settings.costs[kind], currency),
                gain=Money(expected.value, currency),
                gain_low=Money(expected.low, currency),
                gain_high=Money(expected.high, currency),
                is_chosen=kind is chosen or called,
            )
        )
    return found


def _moves(by: Actor, decision: Decision, kind: Kind) -> list[Move]:
    open_to_change = not decision.cycle.is_approved and decision.is_recoverable and decision.why != Why.ELSEWHERE
    if not (by.may(policy.DRAFT) and open_to_change and kind in MOVABLE):
        return []
    return [Move(each.value, str(words.KINDS[each])) for each in Kind if each in MOVABLE and each is not kind]
