"""The issues a meeting ranks, and what the points say so far as they may be seen."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from regain.meetings.lossreview.models import Issue, Review
from regain.meetings.lossreview.queries.packs import stored
from regain.meetings.lossreview.rules.pack import IssueLine
from regain.meetings.lossreview.rules.weighing import CANDIDATES, Tallied, ordered, tally

OPEN = Q(closed_at=None, set_aside_at=None, merged_into=None)


@dataclass(frozen=True)
class Candidate:
    """An open issue that stands for choice; without `line` it was raised after the pack was made."""

    id: int
    title: str
    line: IssueLine | None

    @property
    def priority(self) -> Decimal | None:
        """As the pack computed it."""
        return self.line.priority if self.line else None


def candidates(review: Review) -> tuple[Candidate, ...]:
    """Open issues: the first of the pack by priority, then those raised since, oldest first."""
    kept = stored(review)
    lines = {line.id: line for line in kept.pack.issues.lines} if kept else {}
    titles = dict(Issue.objects.filter(OPEN).order_by("raised_at", "pk").values_list("pk", "title"))
    known = sorted((lines[pk] for pk in titles if pk in lines), key=lambda line: -line.priority)
    new = [pk for pk in titles if pk not in lines]
    first = tuple(Candidate(line.id, titles[line.id], line) for line in known[:CANDIDATES])
    room = None if kept else CANDIDATES
    return first + tuple(Candidate(pk, titles[pk], None) for pk in new[:room])


def tallied(review: Review, chosen: tuple[Candidate, ...] | None = None) -> tuple[Tallied, ...]:
    """What was weighed, once it was opened to all; nothing before."""
    if review.weighing_shown_at is None:
        return ()
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for person, issue, points in review.weighings.values_list("person", "issue", "points"):
        given[person][issue] = points
    asked = {issue for points in given.values() for issue in points}
    found = candidates(review) if chosen is None else chosen
    return tally(given, [each.id for each in found], _merged(asked))


def usual_order(review: Review, chosen: tuple[Candidate, ...] | None = None) -> tuple[int, ...]:
    """By points once they are open, ties by priority; by priority where nobody weighed."""
    found = candidates(review) if chosen is None else chosen
    told = tallied(review, found)
    flat = told or tuple(Tallied(each.id, 0, 0, 0) for each in found)
    return ordered(flat, {each.id: each.priority for each in found}, weighed=bool(told))


def weighers(review: Review) -> tuple[int, int]:
    """How many have weighed, of how many at the table."""
    weighed = set(review.weighings.values_list("person", flat=True))
    here = set(review.seats.filter(present_at__isnull=False).values_list("person", flat=True))
    return len(weighed), len(here | weighed)


def own_points(review: Review, person: int) -> dict[int, int]:
    """What this person gave: issue → points. Nobody else is ever shown this."""
    return dict(review.weighings.filter(person=person).values_list("issue", "points"))


def actions_open(issues: tuple[int, ...]) -> dict[int, int]:
    """How many actions of each issue are still to be done."""
    still = Q(actions__done_at=None, actions__dropped_at=None)
    counted = Issue.objects.filter(pk__in=issues).annotate(many=Count("actions", filter=still))
    return dict(counted.values_list("pk", "many"))


def _merged(issues: set[int]) -> dict[int, int]:
    """Each issue that went into another → the one it ended in."""
    into = dict(Issue.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    found: dict[int, int] = {}
    for issue in issues & into.keys():
        end, seen = issue, set[int]()
        while end in into and end not in seen:
            seen.add(end)
            end = into[end] or end
        found[issue] = end
    return found
