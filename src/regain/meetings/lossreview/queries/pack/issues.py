"""Issues by priority, with what falls to each of the month's losses; with what falls to none they are complete."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.knowledge.playbook.rules.columns import Sum, sums
from regain.knowledge.valuation.queries.lost import in_money
from regain.meetings.lossreview.models import Issue, Proof
from regain.meetings.lossreview.queries.factor_words import judged_in_words
from regain.meetings.lossreview.queries.measuring import measured_all
from regain.meetings.lossreview.queries.pack.links import behind
from regain.meetings.lossreview.queries.pack.reasons import NOBODY, ToldOf, whole
from regain.meetings.lossreview.queries.priorities import Standing, priorities, standings
from regain.meetings.lossreview.rules.pack import IssueLine, Issues, Judged, Part
from regain.meetings.lossreview.rules.states import state

OPEN_ACTIONS: Final = Q(actions__done_at=None, actions__dropped_at=None, actions__isnull=False)


NOTHING: Final = Sum(NOBODY, 0, 0, 0)


def issues_of(known: ToldOf, *, until_on: date) -> Issues:
    """Every open issue, and closed ones that departures of the month still fall to."""
    fell = {each.key: each for each in sums(known.named, known.issues)}
    weighed = dict(priorities(until_on=until_on))
    others = [issue for issue in fell if issue != NOBODY and issue not in weighed]
    over = dict(standings(others, until_on=until_on)) if others else {}
    ranked, stands = [*_ranked(weighed), *_ranked(over)], weighed | over
    rows = _rows(ranked)
    proofs = {pk: found.sentence for pk, found in measured_all(list(rows.values())).items()}
    nobody = fell.get(NOBODY, NOTHING)
    return Issues(
        lines=tuple(
            _line(rows[pk], stands[pk], fell.get(pk, NOTHING), rank, proofs.get(pk, ""))
            for rank, pk in enumerate(ranked, start=1)
        ),
        unclaimed=Part(
            "unclaimed",
            _("A reason no issue looks after"),
            nobody.departures,
            in_money(nobody.value),
            behind(known.period, [("issues", "none")]),
        ),
        untold=known.untold,
        total=whole(known.lost),
    )


def _ranked(stands: Mapping[int, Standing]) -> list[int]:
    """The issues that would keep most for a week of work first."""
    return sorted(stands, key=lambda pk: (-stands[pk].priority.amount, -stands[pk].value_year, pk))


def _rows(issues: list[int]) -> Mapping[int, Issue]:
    """The issues with the number of their open actions and what the newest proof since the fix says."""
    proofs = Proof.objects.filter(issue=OuterRef("pk"), as_of__gte=OuterRef("fixed_on"))
    rows = Issue.objects.filter(pk__in=issues).select_related("owner")
    return rows.annotate(
        open_actions=Count("actions", filter=OPEN_ACTIONS, distinct=True),
        verdict=Subquery(proofs.order_by("-measured_at", "-pk").values("verdict")[:1]),
    ).in_bulk()


def _line(issue: Issue, stands: Standing, fell: Sum, rank: int, proof: str) -> IssueLine:
    priority = stands.priority
    return IssueLine(
        id=issue.pk,
        title=issue.title,
        state=state(
            is_merged=issue.merged_into_id is not None,
            is_closed=issue.closed_at is not None,
            is_set_aside=issue.set_aside_at is not None,
            is_fixed=issue.fixed_on is not None,
            verdict=getattr(issue, "verdict", "") or "",
        ).value,
        owner=issue.owner.name if issue.owner else "",
        due_on=issue.due_on,
        departures=fell.departures,
        value_lost=in_money(fell.value),
        value_year=priority.value.value,
        departures_year=stands.departures_year,
        recurrence=float(priority.recurrence.value),
        recurrence_words=stands.recurrence_words,
        control=float(priority.control.value),
        effort=float(priority.effort.value),
        priority=priority.amount,
        is_overridden=priority.is_overridden,
        rank=rank,
        proof=proof,
        actions_open=getattr(issue, "open_actions", 0),
        href=reverse("lossreview:issue", args=[issue.pk]),
        judged=tuple(Judged(each.name.value, each.by, judged_in_words(each)) for each in priority.judged),
    )
