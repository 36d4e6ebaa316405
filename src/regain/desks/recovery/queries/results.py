"""What became of a cycle: how far its calls came, and what they changed beside the control group."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Call, Case, Cycle, Decision, FollowUp, Letter, Proposal
from regain.desks.recovery.queries import words
from regain.desks.recovery.queries.totals import exact
from regain.desks.recovery.rules.calls import REACHED, Outcome
from regain.desks.recovery.rules.cases import Ending
from regain.desks.recovery.rules.justice import interval
from regain.desks.recovery.rules.results import (
    HORIZON,
    Effect,
    Followed,
    Lift,
    Refused,
    drawn_as,
    effect,
    followed_for,
)
from regain.desks.recovery.rules.terms import CALLED, PURSUED, Kind, Why
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money, text
from regain.knowledge.ledger.queries.returns import recorded
from regain.knowledge.ledger.rules.returning import Said

COUNTS = ("decided", "tried", "reached", "diagnosed", "confirmed", "returned")

LEFT_OUT = "", Outcome.NOT_MADE.value
"""A call that is still open, or was never made, is no attempt."""

JUSTICE = {
    "respect": gettext_lazy("Were you treated with respect?"),
    "ease": gettext_lazy("Was it easy?"),
    "fairness": gettext_lazy("Is the outcome fair?"),
}


@dataclass(frozen=True)
class Line:
    """One kind of effort: how many customers came how far. `returned` bought within the horizon, called or not."""

    kind: str
    title: str
    decided: int
    tried: int
    reached: int
    diagnosed: int
    confirmed: int
    returned: int
    spent: Money
    cost: Money


@dataclass(frozen=True)
class Claims:
    """What people recorded as a return, and what the sales say to it."""

    said: int
    bought: int
    waiting: int
    never_bought: int


@dataclass(frozen=True)
class Lasting:
    """The share of the returned still there after so many days."""

    days: int
    share: float
    low: float
    high: float
    followed: int


@dataclass(frozen=True)
class Justice:
    """What customers said about the call itself, 1 to 5, and how many answered; no interval where they are too few."""

    title: str
    mean: float
    answers: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ResultsPage:
    """The results of one cycle."""

    period: str
    title: str
    currency: str
    is_approved: bool
    since: date | None
    known_until: date | None
    looked_at: datetime | None
    days: int
    """Of the horizon, covered by the facts."""
    horizon: int
    lines: tuple[Line, ...]
    cost: Money
    effect: Effect | None
    refused: str
    """Why nothing can be compared."""
    gained: tuple[Money, Money, Money] | None
    """What the treated bought over what they would have bought alone, with its interval."""
    claims: Claims
    lasting: tuple[Lasting, ...]
    lasting_words: str
    justice: tuple[Justice, ...]

    @property
    def is_over(self) -> bool:
        """Whether the whole horizon is known."""
        return self.days >= self.horizon


def results_page(*, by: Actor, cycle: Cycle) -> ResultsPage:
    """How far the calls of this cycle came, what they changed, what it cost."""
    follow_up = FollowUp.objects.filter(cycle=cycle).first()
    lines = tuple(_lines(cycle))
    seen = effect(followed(cycle)) if follow_up else None
    told = seen if isinstance(seen, Effect) else None
    return ResultsPage(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        currency=cycle.currency,
        is_approved=cycle.is_approved,
        since=follow_up.since if follow_up else None,
        known_until=follow_up.known_until if follow_up else None,
        looked_at=follow_up.looked_at if follow_up else None,
        days=followed_for(since=follow_up.since, known_until=follow_up.known_until) if follow_up else 0,
        horizon=HORIZON,
        lines=lines,
        cost=Money(sum((line.cost.amount for line in lines), Decimal(0)), cycle.currency),
        effect=told,
        refused=seen.words if isinstance(seen, Refused) else "",
        gained=_gained(told, cycle.currency),
        claims=_claims(cycle),
        lasting=tuple(_lasting(follow_up)),
        lasting_words=follow_up.lasting_words if follow_up else "",
        justice=tuple(_justice(cycle)),
    )


def followed(cycle: Cycle) -> list[Followed]:
    """Everybody as drawn, with what they did; those alike who did not return are one row with a count."""
    rows = cycle.decisions.order_by().filter(Q(kind__in=[*PURSUED, Kind.CONTROL]) | Q(why=Why.BY_HAND))
    rows = rows.annotate(attempted=_attempted(cycle))
    alike = "kind", "would_be", "why", "segment", "attempted"
    away = rows.filter(_stayed_away()).values_list(*alike).annotate(Count("pk"))
    back = rows.exclude(_stayed_away()).values_list(*alike, "comeback__spent")
    told = [_followed(each, spent=0.0, count=count) for *each, count in away]
    told += [_followed(each, spent=float(spent), count=1, returned=True) for *each, spent in back]
    return [each for each in told if each is not None]


def to_follow() -> QuerySet[Cycle]:
    """Cycles people work or worked by."""
    return Cycle.objects.filter(approved_at__isnull=False)


def _followed(each: Sequence[str | bool], *, spent: float, count: int, returned: bool = False) -> Followed | None:
    kind, would_be, why, segment, attempted = each
    drawn = drawn_as(kind=Kind(str(kind)), would_be=str(would_be), why=str(why))
    if drawn is None:
        return None
    return Followed(
        kind=drawn[0],
        is_control=drawn[1],
        segment=str(segment),
        returned=returned,
        spent=spent,
        attempted=bool(attempted),
        count=count,
    )


def _stayed_away() -> Q:
    """Bought nothing within the horizon; who came later did not return in time to be counted."""
    return Q(comeback__isnull=True) | Q(comeback__purchase_days=0)


def _attempted(cycle: Cycle) -> Exists:
    """Somebody tried to reach the customer since the approval, by telephone or in writing."""
    calls = Call.objects.exclude(outcome__in=LEFT_OUT)
    calls = calls.filter(case__customer=OuterRef("customer"), began_at__gte=cycle.approved_at or cycle.drafted_at)
    letters = Letter.objects.filter(decision=OuterRef("pk"), made_at__isnull=False)
    return Exists(calls) | Exists(letters)  # type: ignore[return-value]  # Django calls this a combined expression


def _lines(cycle: Cycle) -> list[Line]:
    found = []
    for kind in PURSUED:
        decided = cycle.decisions.filter(kind=kind).order_by()
        cost = _cost_of_letters(decided, cycle) if kind is Kind.LETTER else _cost_of_calls(decided, cycle)
        bought = decided.filter(comeback__purchase_days__gt=0)
        found.append(
            Line(
                kind=kind,
                title=str(words.KINDS[kind]),
                decided=decided.count(),
                **(_written(decided) if kind is Kind.LETTER else _called(decided)),
                returned=bought.count(),
                spent=Money(exact(bought.aggregate(Sum("comeback__spent"))["comeback__spent__sum"]), cycle.currency),
                cost=Money(cost, cycle.currency),
            )
        )
    return found


def _called(decided: QuerySet[Decision]) -> dict[str, int]:
    calls = Call.objects.filter(case__decision__in=decided).exclude(outcome__in=LEFT_OUT).order_by()
    some = calls.aggregate(
        tried=Count("case", distinct=True),
        reached=Count("case", distinct=True, filter=Q(outcome__in=list(REACHED))),
        diagnosed=Count("case", distinct=True, filter=Q(asked_at__isnull=False) | Q(verified_at__isnull=False)),
        confirmed=Count("case", distinct=True, filter=Q(verified_at__isnull=False)),
    )
    return {name: int(count) for name, count in some.items()}


def _written(decided: QuerySet[Decision]) -> dict[str, int]:
    made = Letter.objects.filter(decision__in=decided, made_at__isnull=False)
    return {"tried": made.count(), "reached": 0, "diagnosed": 0, "confirmed": 0}


def _cost_of_calls(decided: QuerySet[Decision], cycle: Cycle) -> Decimal:
    """Every attempt costs a call; what was accepted costs what was proposed."""
    calls = Call.objects.filter(case__decision__in=decided).exclude(outcome__in=LEFT_OUT).count()
    accepted = Proposal.objects.filter(case__decision__in=decided, accepted_at__isnull=False)
    return calls * cycle.cost_of_call + exact(accepted.order_by().aggregate(Sum("cost"))["cost__sum"])


def _cost_of_letters(decided: QuerySet[Decision], cycle: Cycle) -> Decimal:
    return Letter.objects.filter(decision__in=decided, made_at__isnull=False).count() * cycle.cost_of_letter


def _gained(seen: Effect | None, currency: str) -> tuple[Money, Money, Money] | None:
    if seen is None or seen.value is None:
        return None
    low, value, high = (Decimal(str(round(each * seen.treated.of, 2))) for each in _ends(seen))
    return Money(value, currency), Money(low, currency), Money(high, currency)


def _ends(seen: Effect) -> tuple[float, float, float]:
    lift = seen.value
    return (lift.low, lift.value, lift.high) if lift else (0.0, 0.0, 0.0)


def _claims(cycle: Cycle) -> Claims:
    cases = cycle.decisions.filter(case__ending=Ending.RETURNED).order_by().values_list("case", flat=True)
    told = recorded(sources=[f"recovery:case:{case}" for case in cases])
    standing = [each.standing for each in told.values()]
    return Claims(
        said=len(standing),
        bought=standing.count(Said.BOUGHT),
        waiting=standing.count(Said.WAITING),
        never_bought=standing.count(Said.NEVER_BOUGHT),
    )


def _lasting(follow_up: FollowUp | None) -> list[Lasting]:
    rows = follow_up.lasting if follow_up else []
    return [Lasting(int(r["days"]), r["share"], r["low"], r["high"], int(r["followed"])) for r in rows]


def _justice(cycle: Cycle) -> list[Justice]:
    calls = Call.objects.filter(case__decision__cycle=cycle).order_by()
    sums = calls.aggregate(
        **{f"{k}_mean": Avg(k) for k in JUSTICE},
        **{f"{k}_squares": Avg(F(k) * F(k)) for k in JUSTICE},
        **{f"{k}_of": Count(k) for k in JUSTICE},
    )
    told = ((str(title), sums[f"{k}_mean"], sums[f"{k}_squares"], sums[f"{k}_of"]) for k, title in JUSTICE.items())
    return [_fairness(title, float(mean), float(squares), of) for title, mean, squares, of in told if of]


def _fairness(title: str, mean: float, squares: float, answers: int) -> Justice:
    low, high = interval(answers=answers, mean=mean, squares=squares) or (None, None)
    return Justice(title, mean, answers, low, high)


def attempted(cycle: Cycle) -> frozenset[str]:
    """Customers of this cycle's calls whom somebody tried to reach since its approval."""
    rows = cycle.decisions.filter(kind__in=CALLED).annotate(attempted=_attempted(cycle)).filter(attempted=True)
    return frozenset(rows.order_by().values_list("customer", flat=True))


def departures_in_work() -> dict[str, date]:
    """Customers of open cases, and the day each had left."""
    return dict(Case.objects.filter(ended_at=None).values_list("customer", "left_on"))


def watched_since(cycle: Cycle) -> date:
    """The day from which this cycle's customers are followed: its approval, on the company's calendar."""
    return timezone.localtime(cycle.approved_at, ZoneInfo(settings.COMPANY.zone)).date()


def document(page: ResultsPage) -> dict[str, Any]:
    """The results for programs."""
    return {
        "period": page.period,
        "currency": page.currency,
        "since": page.since and page.since.isoformat(),
        "known_until": page.known_until and page.known_until.isoformat(),
        "days": page.days,
        "horizon": page.horizon,
        "kinds": {line.kind: _line_document(line) for line in page.lines},
        "cost": text(page.cost.amount),
        "effect": _effect_document(page),
        "claims": asdict(page.claims),
        "lasting": [asdict(each) for each in page.lasting],
        "lasting_words": page.lasting_words,
        "justice": [asdict(each) for each in page.justice],
    }


def _line_document(line: Line) -> dict[str, Any]:
    counts = {
        name: getattr(line, name) for name in ("decided", "tried", "reached", "diagnosed", "confirmed", "returned")
    }
    return counts | {"spent": text(line.spent.amount), "cost": text(line.cost.amount)}


def _effect_document(page: ResultsPage) -> dict[str, Any]:
    seen = page.effect
    if seen is None:
        return {"cannot_tell": page.refused or "No new sales have come in since the approval."}
    gained = page.gained
    return {
        "treated": asdict(seen.treated),
        "control": asdict(seen.control),
        "rate": _lift_document(seen.rate, seen.rate_words),
        "value_per_head": _lift_document(seen.value, seen.value_words),
        "gained": gained and dict(zip(("value", "low", "high"), (text(each.amount) for each in gained), strict=True)),
        "segments": list(seen.segments),
        "crossovers": seen.crossovers,
        "wait": seen.wait,
    }


def _lift_document(lift: Lift | None, why_not: str) -> dict[str, Any]:
    return {"cannot_tell": why_not} if lift is None else asdict(lift)
