"""The issues of the meeting: how they were weighed as far as this person may see, and in which order they stand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from regain.meetings.lossreview.models import Issue, Review
from regain.meetings.lossreview.queries.candidates import (
    Candidate,
    actions_open,
    candidates,
    own_points,
    tallied,
    usual_order,
    weighers,
)
from regain.meetings.lossreview.rules.pack import IssueLine
from regain.meetings.lossreview.rules.weighing import FEWEST, WHOLE, Tallied, needed


@dataclass(frozen=True)
class Choice:
    """One issue that stands for choice."""

    id: int
    title: str
    href: str
    place: int
    """Where it stands, or would stand."""
    priority: tuple[Decimal, str] | None
    """Money a year and week of work, as the pack computed it; none for one raised since."""
    value: tuple[Decimal, str] | None
    line: IssueLine | None
    own: int
    told: Tallied | None
    """What all together gave, once it was opened."""
    because: str
    owner: str
    owner_id: int | None
    due_on: date | None
    actions: int


@dataclass(frozen=True)
class Weights:
    """How far the ranking is."""

    state: str
    """closed, open or shown."""
    weighed: int
    here: int
    whole: int
    has_weighed: bool
    is_ranked: bool
    choices: tuple[Choice, ...]
    """In the order ranked, or in the usual one."""

    @property
    def is_few(self) -> bool:
        """So few sit together that points can be told from their sum."""
        return self.here < FEWEST

    @property
    def may_open(self) -> bool:
        """Enough have weighed."""
        return self.weighed > 0 and self.weighed >= self.needed

    @property
    def needed(self) -> int:
        """How many must have weighed."""
        return needed(self.here)

    @property
    def given(self) -> int:
        """Points this person has given."""
        return sum(choice.own for choice in self.choices)

    @property
    def by_priority(self) -> tuple[Choice, ...]:
        """For weighing: in the pack's order, so that no place on the list says more than the figures."""
        return tuple(sorted(self.choices, key=lambda each: (each.priority is None, -(each.priority or (0, ""))[0])))


def weights(review: Review, *, person: int | None) -> Weights:
    """The issues, with one's own points, and everybody's once they are opened."""
    found = candidates(review)
    own = own_points(review, person) if person is not None else {}
    told = {each.issue: each for each in tallied(review, found)}
    ranks = {rank.issue_id: rank for rank in review.ranks.all()}
    order = [each.id for each in found if each.id in ranks]
    order = sorted(order, key=lambda pk: ranks[pk].place) + [pk for pk in usual_order(review, found) if pk not in ranks]
    rows = {row.pk: row for row in Issue.objects.filter(pk__in=order).select_related("owner")}
    still, by_id = actions_open(tuple(order)), {each.id: each for each in found}
    weighed, here = weighers(review)
    return Weights(
        state="shown" if review.weighing_shown_at else "open" if review.weighing_from else "closed",
        weighed=weighed,
        here=here,
        whole=WHOLE,
        has_weighed=bool(own),
        is_ranked=bool(ranks),
        choices=tuple(
            _choice(
                by_id[pk],
                rows[pk],
                place,
                own=own.get(pk, 0),
                told=told.get(pk),
                because=ranks[pk].because if pk in ranks else "",
                actions=still.get(pk, 0),
            )
            for place, pk in enumerate(order, start=1)
        ),
    )


def _choice(
    each: Candidate, row: Issue, place: int, *, own: int, told: Tallied | None, because: str, actions: int
) -> Choice:
    currency = settings.COMPANY.currency
    return Choice(
        id=each.id,
        title=each.title,
        href=reverse("lossreview:issue", args=[each.id]),
        place=place,
        priority=(each.priority, currency) if each.priority is not None else None,
        value=(each.line.value_year, currency) if each.line else None,
        line=each.line,
        own=own,
        told=told,
        because=because,
        owner=row.owner.name if row.owner else "",
        owner_id=row.owner_id,
        due_on=row.due_on,
        actions=actions,
    )
