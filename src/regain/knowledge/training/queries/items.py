"""The items somebody may see, as lists and the palette show them; nobody sees any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Choice, Filter, OneOf
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.ui.frame import Hit
from regain.knowledge.training import policy
from regain.knowledge.training.models import Coaching
from regain.knowledge.training.queries import words as told
from regain.knowledge.training.rules.coaching import OPEN, Stage

PRAISE, BETTER = "praise", "better"
HITS = 5
EXCERPT = 90

ITEMS = TableSpec(
    name="coaching",
    caption=lazy("Coaching"),
    searchable=True,
    search_hint=lazy("Search the words or the person"),
    default_sort="-raised_at",
    columns=(
        Column("excerpt", lazy("The customer said"), sortable=False, priority=1, link="href"),
        Column("about", lazy("About"), sortable=False),
        Column(
            "kind",
            lazy("Kind"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={PRAISE: lazy("Praise"), BETTER: lazy("To do better")},
            tones={PRAISE: "good", BETTER: "info"},
        ),
        Column(
            "stage",
            lazy("Stage"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE, [Choice(each.value, told.STAGES[each]) for each in Stage]),
            states=dict(told.STAGES),
            tones=dict(told.STAGE_TONES),
        ),
        Column("due_on", lazy("Due"), Kind.DATE),
        Column("raised_at", lazy("Heard"), Kind.MOMENT),
        Column("raised_by", lazy("Heard by"), sortable=False, priority=3),
    ),
)


@dataclass(frozen=True)
class CoachingRow:
    """One item in a list."""

    id: int
    excerpt: str
    about: str
    kind: str
    stage: str
    due_on: date | None
    raised_at: datetime
    raised_by: str
    is_overdue: bool
    href: str


class CoachingRows:
    """The items somebody may see, and no other: in lists, counts and exports alike."""

    def __init__(self, *, by: Actor, today: date) -> None:
        self._by, self._today = by, today

    def page(self, state: TableState) -> tuple[Sequence[CoachingRow], Total]:
        """One page, and how many there are in all."""
        found = self._found(state)
        shown = found[state.offset : state.offset + state.size]
        return [row_of(item, self._today) for item in shown], found.count()

    def all(self, state: TableState) -> Sequence[CoachingRow]:
        """All that fit."""
        return [row_of(item, self._today) for item in self._found(state)]

    def _found(self, state: TableState) -> QuerySet[Coaching]:
        found = visible(self._by)
        for word in state.search.split():
            found = found.filter(_has(word))
        kinds, stages = state.wanted("kind"), state.wanted("stage")
        if isinstance(kinds, OneOf):
            found = found.filter(praises__in=[value == PRAISE for value in kinds.values])
        if isinstance(stages, OneOf):
            found = found.filter(stage__in=stages.values)
        column = F(state.sort)
        return found.order_by(column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True), "-pk")


def visible(by: Actor) -> QuerySet[Coaching]:
    """The items this person may see."""
    rows = Coaching.objects.filter(policy.seen_coaching(by))
    return rows.select_related("person__team__lead", "team__lead", "raised_by")


def coaching(*, by: Actor, pk: int) -> Coaching:
    """An item this person may see. Raises NotFound for any other."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such coaching item."))
    return found


def search(*, by: Actor, words: str) -> Sequence[Hit]:
    """The palette: items this person may see."""
    found = visible(by)
    for word in words.split():
        found = found.filter(_has(word))
    return [
        Hit(title=_excerpt(item.quote), href=_href(item), detail=_about(item), icon="message-report")
        for item in found.order_by("-raised_at")[:HITS]
    ]


def _has(word: str) -> Q:
    return (
        Q(quote__icontains=word)
        | Q(moment__icontains=word)
        | Q(about__icontains=word)
        | Q(person__name__icontains=word)
        | Q(team__name__icontains=word)
    )


def row_of(item: Coaching, today: date) -> CoachingRow:
    """An item as a line of a list."""
    return CoachingRow(
        id=item.pk,
        excerpt=_excerpt(item.quote),
        about=_about(item),
        kind=PRAISE if item.praises else BETTER,
        stage=item.stage,
        due_on=item.due_on,
        raised_at=item.raised_at,
        raised_by=item.raised_by.name if item.raised_by else "",
        is_overdue=item.due_on is not None and item.due_on < today and item.stage in OPEN,
        href=_href(item),
    )


def _excerpt(quote: str) -> str:
    short = quote if len(quote) <= EXCERPT else quote[: EXCERPT - 1].rstrip() + "…"
    return f"“{short}”"


def _about(item: Coaching) -> str:
    who = item.person.name if item.person else item.about
    team = item.team.name if item.team else ""
    return ", ".join(each for each in (who, team) if each)


def _href(item: Coaching) -> str:
    return reverse("training:item", args=[item.pk])
