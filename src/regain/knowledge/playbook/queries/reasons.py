"""The catalogue of reasons: what may be chosen, and the list of everything in it with what it cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.filters import By, Choice, Filter, Words
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.money import Money
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.knowledge.playbook.models import Reason, ReasonGroup
from regain.knowledge.playbook.models.reason import CauseClasses
from regain.knowledge.playbook.policy import reasons as policy
from regain.knowledge.playbook.queries.revenue import Revenue, recorded_revenue
from regain.knowledge.playbook.rules.causes import CauseClass

CLASSES: Final[Mapping[str, Words]] = {choice.value: choice.label for choice in CauseClasses}
CLASS_MEANINGS: Final[Mapping[CauseClass, Words]] = {
    CauseClass.PUSHED_ON_PURPOSE: gettext_lazy("We ended it ourselves. Not worth winning back."),
    CauseClass.PUSHED: gettext_lazy("We drove them away without meaning to. Apologise and fix it."),
    CauseClass.PULLED: gettext_lazy("Something better drew them. Show what we can do for them."),
    CauseClass.BOUGHT: gettext_lazy("A lower price drew them. Know what it is worth before you match it."),
    CauseClass.MOVED: gettext_lazy("Their life or business changed. Stay in touch until they need us again."),
}
STATES: Final[Mapping[str, Words]] = {
    "in_use": gettext_lazy("In use"),
    "retired": gettext_lazy("Retired"),
    "merged": gettext_lazy("Merged"),
}
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


@dataclass(frozen=True)
class ReasonChoice:
    """A reason that may be chosen."""

    id: int
    title: str
    words: str
    cause_class: CauseClass
    is_changeable: bool
    is_ours: bool


@dataclass(frozen=True)
class GroupOfReasons:
    """A group with the reasons in use, in their order."""

    id: int
    title: str
    reasons: tuple[ReasonChoice, ...]


@dataclass(frozen=True)
class Catalogue:
    """What may be chosen; groups without a reason in use are left out."""

    groups: tuple[GroupOfReasons, ...]

    @property
    def reasons(self) -> tuple[ReasonChoice, ...]:
        """Every reason in use, in order."""
        return tuple(reason for group in self.groups for reason in group.reasons)


@dataclass(frozen=True)
class ReasonRow:
    """A line of the list."""

    id: int
    place: int
    title: str
    words: str
    group: str
    cause_class: str
    is_changeable: str
    is_ours: str
    departures: int
    weight: Decimal
    value: Money | None
    state: str
    changed_at: datetime
    href: str


@dataclass(frozen=True)
class ReasonsPage:
    """The list, and what stands around it."""

    spec: TableSpec
    rows: MemoryRows[ReasonRow]
    revenue: Revenue
    until_on: date | None
    from_on: date | None
    is_empty: bool
    may_edit: bool


def catalogue() -> Catalogue:
    """The reasons in use by group, in the order people arranged."""
    by_group: dict[ReasonGroup, list[ReasonChoice]] = defaultdict(list)
    for row in in_use():
        by_group[row.group].append(_choice(row))
    return Catalogue(tuple(GroupOfReasons(group.pk, group.title, tuple(rows)) for group, rows in by_group.items()))


def in_use() -> Sequence[Reason]:
    """The rows that may be chosen, in order."""
    return list(Reason.objects.filter(retired_at=None, merged_into=None).select_related("group"))


def reasons_page(*, by: Actor, from_on: date | None = None, until_on: date | None = None) -> ReasonsPage:
    """The whole catalogue with what each reason cost in a time (the last day left out)."""
    revenue = recorded_revenue(from_on=from_on, until_on=until_on)
    rows = list(Reason.objects.select_related("group").order_by("group__place", "group_id", "place", "pk"))
    groups = list(dict.fromkeys(row.group.title for row in rows))
    return ReasonsPage(
        spec=reasons_spec(groups),
        rows=MemoryRows(_rows(rows, revenue)),
        revenue=revenue,
        from_on=from_on,
        until_on=until_on,
        is_empty=not rows,
        may_edit=by.may(policy.EDIT),
    )


def reasons_spec(groups: Sequence[str]) -> TableSpec:
    """The columns of the list."""
    choices = [Choice(title, title) for title in groups]
    return TableSpec(
        name="reasons",
        caption=gettext_lazy("Reasons"),
        default_sort="place",
        searchable=True,
        search_hint=gettext_lazy("Name or meaning"),
        size=100,
        columns=(
            Column("place", gettext_lazy("Order"), Kind.NUMBER, default_shown=False, priority=3),
            Column("title", gettext_lazy("Reason"), priority=1, link="href"),
            Column("words", gettext_lazy("What it means"), sortable=False, default_shown=False, priority=3),
            Column("group", gettext_lazy("Group"), filter=Filter(By.CHOICE, choices)),
            Column(
                "departures",
                gettext_lazy("Departures"),
                Kind.NUMBER,
                filter=Filter(By.RANGE),
                hint=gettext_lazy("Departures in which it was at least a part of why"),
            ),
            Column(
                "value",
                gettext_lazy("Value lost"),
                Kind.MONEY,
                digits=2,
                hint=gettext_lazy("Revenue of a year, split by the weights of the reasons"),
            ),
            Column(
                "cause_class",
                gettext_lazy("Cause class"),
                filter=Filter(By.CHOICE, [Choice(str(title), title) for title in CLASSES.values()]),
                priority=3,
            ),
            Column("is_changeable", gettext_lazy("Can change"), filter=_yes_no(), priority=3),
            Column("is_ours", gettext_lazy("Up to us"), filter=_yes_no(), priority=3),
            Column(
                "state",
                gettext_lazy("State"),
                Kind.STATUS,
                filter=Filter(By.CHOICE),
                states=STATES,
                tones={"in_use": "good"},
                default_shown=False,
                priority=3,
            ),
            Column("changed_at", gettext_lazy("Changed"), Kind.MOMENT, default_shown=False, priority=3),
        ),
    )


def state_of(reason: Reason) -> str:
    """in_use, retired or merged."""
    if reason.merged_into_id is not None:
        return "merged"
    return "in_use" if reason.retired_at is None else "retired"


def _title(row: Reason) -> str:
    """The name, and what became of it where it cannot be chosen."""
    state = state_of(row)
    return row.title if state == "in_use" else f"{row.title} ({str(STATES[state]).lower()})"


def _yes_no() -> Filter:
    return Filter(By.CHOICE, [Choice(str(answer), answer) for answer in (YES, NO)])


def _rows(rows: Sequence[Reason], revenue: Revenue) -> list[ReasonRow]:
    costs = {cost.reason_id: cost for cost in revenue.reasons}
    found = []
    for place, row in enumerate(rows, start=1):
        cost = costs.get(row.pk)
        found.append(
            ReasonRow(
                id=row.pk,
                place=place,
                title=_title(row),
                words=row.words,
                group=row.group.title,
                cause_class=str(CLASSES[row.cause_class]),
                is_changeable=str(YES if row.is_changeable else NO),
                is_ours=str(YES if row.is_ours else NO),
                departures=cost.departures if cost else 0,
                weight=cost.weight if cost else Decimal(0),
                value=Money(cost.value, revenue.currency) if cost and cost.value else None,
                state=state_of(row),
                changed_at=row.changed_at,
                href=reverse("playbook:reason", args=[row.pk]),
            )
        )
    return found


def _choice(row: Reason) -> ReasonChoice:
    return ReasonChoice(
        id=row.pk,
        title=row.title,
        words=row.words,
        cause_class=CauseClass(row.cause_class),
        is_changeable=row.is_changeable,
        is_ours=row.is_ours,
    )
