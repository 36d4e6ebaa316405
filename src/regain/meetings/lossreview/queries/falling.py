"""Where departures fall: for one of them as it is asked, for all of them in the database."""

from collections import defaultdict
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from regain.knowledge.playbook.queries.counted import counted_as
from regain.meetings.lossreview.models import Cover, Issue, Placement
from regain.meetings.lossreview.rules.falling import Covered, Falling, Placed, falling


def falls_to() -> Falling:
    """Where every departure's reason falls now: covers, placements and merges as they stand."""
    return _falling(with_placements=True)


def fallen(causes: QuerySet[Any]) -> QuerySet[Any]:
    """Counted causes (`playbook.queries.counted`) with the `issue` each falls to; None: no issue looks after it."""
    known = _falling(with_placements=False)
    covering = _covering(known)
    is_placed = Placement.objects.exists()
    found: QuerySet[Any] = causes.annotate(issue=Coalesce(_placed(known), covering) if is_placed else covering)
    return found


def falling_to(issue: Issue, causes: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the counted causes that fall to one issue; only its own reasons and those placed there are looked at."""
    known = _falling(with_placements=False)
    placed = Placement.objects.filter(issue__in=known.family(issue.pk)).values_list("reason_id", flat=True)
    counted = {known.counted_as.get(reason, reason) for reason in placed} | set(known.reasons(issue.pk))
    said = counted | {merged for merged, into in known.counted_as.items() if into in counted}
    return fallen(causes.filter(reason__in=said)).filter(issue=issue.pk)


def _falling(*, with_placements: bool) -> Falling:
    covers = Cover.objects.filter(ended_at=None).order_by("since_at", "pk").values_list("reason_id", "issue_id")
    placed = Placement.objects.order_by("pk").values_list("reason_id", "customer", "left_on", "issue_id")
    merged = Issue.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    return falling(
        covers=(Covered(reason, issue) for reason, issue in covers),
        placed=(Placed(*row) for row in placed.iterator()) if with_placements else (),
        counted_as=counted_as(),
        merged_into={issue: into for issue, into in merged if into is not None},
    )


def _covering(known: Falling) -> Case:
    reasons: dict[int, list[int]] = defaultdict(list)
    for reason, issue in known.covers.items():
        reasons[issue].append(reason)
    whens = [When(counted_reason__in=mine, then=Value(issue)) for issue, mine in sorted(reasons.items())]
    return Case(*whens, default=Value(None), output_field=IntegerField())


def _placed(known: Falling) -> Subquery:
    """The issue of the placement, the reason's own before that of one merged into it, as `rules.falling` has it."""
    counted = Coalesce("reason__merged_into_id", "reason_id")
    rows = Placement.objects.filter(customer=OuterRef("customer"), left_on=OuterRef("left_on"))
    rows = rows.annotate(counted=counted).filter(counted=OuterRef("counted_reason"))
    own_first = Case(When(reason_id=F("counted"), then=Value(0)), default=Value(1), output_field=IntegerField())
    whens = [When(issue_id=merged, then=Value(into)) for merged, into in sorted(known.final.items())]
    final = Case(*whens, default=F("issue_id"), output_field=IntegerField())
    return Subquery(rows.annotate(own=own_first, final=final).order_by("own", "pk").values("final")[:1])
