"""What customers ask for: needs by how many ask and what was lost with them, and what is not grouped yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Case, Need, Requirement
from regain.desks.recovery.rules.cases import FINAL, Ending
from regain.desks.recovery.rules.likeness import alike, grams
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter
from regain.foundation.kit.money import Money
from regain.foundation.kit.table import Column, Kind, TableSpec

SHOWN: Final = 30
"""Requests not grouped yet on one page."""

STATES = {
    "open": gettext_lazy("Not met"),
    "met": gettext_lazy("Met, to be told"),
    "told": gettext_lazy("Met and told"),
    "aside": gettext_lazy("Set aside"),
}
TONES = {"open": "warn", "met": "busy", "told": "good", "aside": "quiet"}

SPEC = TableSpec(
    name="needs",
    caption=gettext_lazy("Needs"),
    searchable=True,
    search_hint=gettext_lazy("Search the needs"),
    default_sort="-value_lost",
    columns=(
        Column("title", gettext_lazy("Need"), priority=1, link="href"),
        Column(
            "state",
            gettext_lazy("Standing"),
            Kind.STATUS,
            filter=Filter(By.CHOICE),
            states=dict(STATES),
            tones=TONES,
        ),
        Column("customers", gettext_lazy("Customers"), Kind.NUMBER),
        Column("value_lost", gettext_lazy("Value lost a year"), Kind.MONEY),
        Column("to_tell", gettext_lazy("To be told"), Kind.NUMBER),
        Column("told", gettext_lazy("Told"), Kind.NUMBER, priority=3),
        Column("issue", gettext_lazy("Issue"), priority=3, default_shown=False),
        Column("last_at", gettext_lazy("Last asked for"), Kind.MOMENT, priority=3),
    ),
)


@dataclass(frozen=True)
class NeedLine:
    """One need with who stands behind it."""

    id: int
    title: str
    href: str
    state: str
    customers: int
    value_lost: Money
    to_tell: int
    told: int
    issue: str
    last_at: datetime | None


@dataclass(frozen=True)
class Like:
    """A need that may be meant."""

    id: int
    title: str


@dataclass(frozen=True)
class LooseLine:
    """A request that belongs to no need yet."""

    id: int
    words: str
    customer: str
    href: str
    said_at: datetime
    value_lost: Money
    like: Like | None


@dataclass(frozen=True)
class Choice:
    """A need one may choose."""

    id: int
    title: str


@dataclass(frozen=True)
class NeedsPage:
    """All needs, and what is not grouped."""

    needs: tuple[NeedLine, ...]
    loose: tuple[LooseLine, ...]
    loose_total: int
    choices: tuple[Choice, ...]

    @property
    def loose_more(self) -> int:
        """Requests that are not on the page."""
        return self.loose_total - len(self.loose)


@dataclass(frozen=True)
class AskedLine:
    """One customer's request under a need."""

    id: int
    words: str
    customer: str
    href: str
    said_at: datetime
    value_lost: Money
    standing: str
    tone: str
    told_at: datetime | None
    may_move: bool


@dataclass(frozen=True)
class NeedPage:
    """One need."""

    id: int
    title: str
    state: str
    state_title: str
    tone: str
    issue: str
    change: str
    met_at: datetime | None
    met_by: str
    set_aside_because: str
    customers: int
    value_lost: Money
    asked: tuple[AskedLine, ...]
    to_tell: int
    to_tell_back: int
    """Of these, customers who are back: whoever won them back is reminded, and no call waits."""
    told: int
    may_undo: bool

    @property
    def to_call(self) -> int:
        """Customers whose call waits to be made."""
        return self.to_tell - self.to_tell_back


def needs_page() -> NeedsPage:
    """Needs, and the newest requests that belong to none, each with the need it is most like."""
    rows = list(Need.objects.order_by("title"))
    loose = Requirement.objects.filter(need=None, withdrawn_at=None)
    open_needs = [row for row in rows if row.set_aside_at is None]
    known = [(row.pk, grams(row.title)) for row in open_needs]
    titles = {row.pk: row.title for row in open_needs}
    newest = loose.select_related("case").order_by("-said_at", "-pk")[:SHOWN]
    return NeedsPage(
        needs=tuple(_lines(rows)),
        loose=tuple(_loose(row, known, titles) for row in newest),
        loose_total=loose.count(),
        choices=tuple(Choice(row.pk, row.title) for row in open_needs),
    )


def need_lines() -> tuple[NeedLine, ...]:
    """Every need, for a list or a file."""
    return tuple(_lines(Need.objects.order_by("title")))


def needs_of(issues: Iterable[str]) -> tuple[NeedLine, ...]:
    """The needs these issues answer, by their keys."""
    return tuple(_lines(Need.objects.filter(issue__in=[key for key in issues if key]).order_by("title")))


def lines_of_issue(key: str) -> tuple[NeedLine, ...]:
    """The needs an issue answers."""
    return tuple(_lines(Need.objects.filter(issue=key).order_by("title")))


def unlinked() -> tuple[Choice, ...]:
    """The needs still to be met that no issue answers."""
    rows = Need.objects.filter(issue="", met_at=None, set_aside_at=None).order_by("title")
    return tuple(Choice(pk, title) for pk, title in rows.values_list("pk", "title"))


def need_page(*, need: Need) -> NeedPage:
    """One need with everybody behind it."""
    rows = list(need.requirements.filter(withdrawn_at=None).select_related("case").order_by("-said_at", "-pk"))
    line = next(iter(_lines([need])))
    return NeedPage(
        id=need.pk,
        title=need.title,
        state=line.state,
        state_title=str(STATES[line.state]),
        tone=TONES[line.state],
        issue=need.issue,
        change=need.change,
        met_at=need.met_at,
        met_by=need.met_by,
        set_aside_because=need.set_aside_because,
        customers=line.customers,
        value_lost=line.value_lost,
        asked=tuple(_asked(row, need) for row in rows),
        to_tell=line.to_tell,
        to_tell_back=len(_back(rows)),
        told=line.told,
        may_undo=need.met_at is not None and not line.told,
    )


def _back(rows: Iterable[Requirement]) -> set[str]:
    """Customers who are back and were not told, unless we work on them anew."""
    kept = list(rows)
    waiting = {row.case.customer for row in kept if row.case.ending == Ending.RETURNED}
    waiting -= {row.case.customer for row in kept if row.told_at is not None or row.case.ending in FINAL}
    again = Case.objects.filter(customer__in=waiting, ended_at=None).values_list("customer", flat=True)
    return waiting - set(again)


def need_row(pk: int) -> Need:
    """A need by number. Raises NotFound."""
    found = Need.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such need."))
    return found


def chosen_need(pk: int | None) -> Need | None:
    """The need to group under; none makes a new one. Raises NotFound."""
    return None if pk is None else need_row(pk)


def chosen(ids: Iterable[int], *, need: Need | None = None) -> list[Requirement]:
    """Requests by number, of one need where given; unknown ones are left out."""
    rows = Requirement.objects.filter(pk__in=list(ids)[:500], withdrawn_at=None).select_related("case")
    return list(rows.filter(need=need) if need is not None else rows)


def requirement_row(pk: int) -> Requirement:
    """A request by number, for those who see all. Raises NotFound."""
    found = Requirement.objects.select_related("case", "need").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


def suggestions(words: str) -> tuple[Like, ...]:
    """Needs that are most like these words."""
    rows = Need.objects.filter(set_aside_at=None).values_list("pk", "title")
    titles = dict(rows)
    return tuple(Like(each.id, titles[each.id]) for each in alike(words, ((pk, grams(t)) for pk, t in titles.items())))


def state_of(row: Need, *, to_tell: int) -> str:
    """Where a need stands."""
    if row.met_at is not None:
        return "met" if to_tell else "told"
    return "aside" if row.set_aside_at is not None else "open"


def _lines(rows: Iterable[Need]) -> Iterable[NeedLine]:
    kept = list(rows)
    behind = _behind([row.pk for row in kept])
    for row in kept:
        them = behind.get(row.pk, _Behind())
        to_tell = sum(not told and who not in them.left for who, told in them.told.items()) if row.met_at else 0
        yield NeedLine(
            id=row.pk,
            title=row.title,
            href=reverse("recovery:need", args=[row.pk]),
            state=state_of(row, to_tell=to_tell),
            customers=len(them.told),
            value_lost=Money(sum(them.lost.values(), Decimal(0)), them.currency),
            to_tell=to_tell,
            told=sum(them.told.values()),
            issue=row.issue,
            last_at=them.last_at,
        )


class _Behind:
    """Who asked for one need: value lost and whether told, by customer."""

    def __init__(self) -> None:
        self.lost: dict[str, Decimal] = {}
        self.told: dict[str, bool] = {}
        self.left: set[str] = set()
        """Left alone, or gone: nobody tells them."""
        self.currency = "XXX"
        self.last_at: datetime | None = None


def _behind(needs: list[int]) -> Mapping[int, _Behind]:
    rows = Requirement.objects.filter(Q(need__in=needs), withdrawn_at=None).order_by()
    grouped = rows.values("need", "case__customer", "case__currency", "case__ending").annotate(
        lost=Max("case__value_lost"), last=Max("said_at"), told=Min("told_at")
    )
    found: dict[int, _Behind] = defaultdict(_Behind)
    for row in grouped:
        them, customer = found[row["need"] or 0], row["case__customer"]
        them.lost[customer] = max(row["lost"], them.lost.get(customer, Decimal(0)))
        them.told[customer] = them.told.get(customer, False) or row["told"] is not None
        them.left |= {customer} if row["case__ending"] in FINAL else set()
        them.currency = row["case__currency"]
        them.last_at = max(row["last"], them.last_at or row["last"])
    return found


def _loose(row: Requirement, known: list[tuple[int, frozenset[str]]], titles: Mapping[int, str]) -> LooseLine:
    found = alike(row.words, known, most=1)
    return LooseLine(
        id=row.pk,
        words=row.words,
        customer=row.case.title,
        href=reverse("recovery:case", args=[row.case_id]),
        said_at=row.said_at,
        value_lost=Money(row.case.value_lost, row.case.currency),
        like=Like(found[0].id, titles[found[0].id]) if found else None,
    )


def _asked(row: Requirement, need: Need) -> AskedLine:
    standing, tone = _("Waits"), "quiet"
    if row.told_at is not None:
        standing, tone = (_("Told and asked again") if row.asked_again_at else _("Told")), "good"
    elif need.met_at is not None:
        standing, tone = _("To be told"), "busy"
    return AskedLine(
        id=row.pk,
        words=row.words,
        customer=row.case.title,
        href=reverse("recovery:case", args=[row.case_id]),
        said_at=row.said_at,
        value_lost=Money(row.case.value_lost, row.case.currency),
        standing=standing,
        tone=tone,
        told_at=row.told_at,
        may_move=need.met_at is None and row.told_at is None,
    )
