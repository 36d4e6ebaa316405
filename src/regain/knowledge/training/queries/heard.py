"""How often customers criticised each team, month by month, and since when it was coached: no names, no words."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from regain.foundation.people.models import Team
from regain.knowledge.training.models import Coaching, Remark
from regain.knowledge.training.rules.coaching import Move, Stage

SMALLEST = 3
"""People in a team of whose figures nobody can tell whom they are about."""


@dataclass(frozen=True)
class CoachedTeam:
    """A team that was coached, large enough to be told of."""

    id: int
    name: str
    since: date
    """The day one of its people, or the team, was first coached."""


def coached_teams() -> tuple[CoachedTeam, ...]:
    """Every open team that was coached, by name; those of fewer than three people are left out."""
    moments = Remark.objects.filter(move=Move.COACH, coaching__praises=False).annotate(team=_team("coaching__"))
    first = dict(moments.order_by().values_list("team").annotate(first=Min("at")))
    teams = Team.objects.filter(pk__in=[pk for pk in first if pk is not None], closed_at=None)
    teams = teams.annotate(size=Count("members", filter=Q(members__left_at=None))).filter(size__gte=SMALLEST)
    return tuple(
        CoachedTeam(row.pk, row.name, timezone.localtime(first[row.pk]).date()) for row in teams.order_by("name")
    )


def criticised(*, from_on: date, until_on: date) -> Mapping[int, Mapping[str, int]]:
    """Items to do better about each team or its people, by the month they were raised in (`2011-09`)."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (from_on, until_on))
    rows = Coaching.objects.filter(praises=False, raised_at__gte=begins, raised_at__lt=ends)
    rows = rows.exclude(stage=Stage.WITHDRAWN).annotate(in_team=_team(), month=TruncMonth("raised_at"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.exclude(in_team=None).order_by().values("in_team", "month").annotate(many=Count("pk")):
        found[row["in_team"]][f"{row['month']:%Y-%m}"] = row["many"]
    return found


def _team(before: str = "") -> Coalesce:
    return Coalesce(F(f"{before}team_id"), F(f"{before}person__team_id"))
