"""Coaching: what waits for somebody, what was said about them, one item, and totals that name nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.foundation.people.queries.teams import Named, active_people, teams
from regain.knowledge.training import policy
from regain.knowledge.training.models import Coaching, Remark
from regain.knowledge.training.queries import words
from regain.knowledge.training.queries.items import BETTER, PRAISE, CoachingRow, coaching, row_of, visible
from regain.knowledge.training.rules.coaching import OPEN, RECHECK, Move, Stage, moves

SHOWN = 200


@dataclass(frozen=True)
class ToDo:
    """One kind of step that waits, and the items that wait for it."""

    title: str
    why: str
    rows: tuple[CoachingRow, ...]


@dataclass(frozen=True)
class Totals:
    """All items of the company together: no names, no teams."""

    open: int
    overdue: int
    oldest_on: date | None
    closed: int
    praise_share: float | None
    reach_nobody: int


@dataclass(frozen=True)
class CoachingPage:
    """What to do now."""

    to_do: tuple[ToDo, ...]
    leads: tuple[str, ...]
    totals: Totals | None
    may_raise: bool


@dataclass(frozen=True)
class SaidPage:
    """What customers said about whoever looks."""

    praise: tuple[CoachingRow, ...]
    better: tuple[CoachingRow, ...]


@dataclass(frozen=True)
class RemarkLine:
    """A line of an item's story."""

    at: datetime
    by: str
    title: str
    icon: str
    words: str


@dataclass(frozen=True)
class CoachingItem:
    """One item, and what this person may do with it now."""

    row: CoachingRow
    quote: str
    moment: str
    wanted: str
    praises: bool
    agreed: str
    recheck_on: date | None
    source: str
    stage_title: str
    stage_tone: str
    lead: str
    moves: tuple[str, ...]
    may_address: bool
    reaches_nobody: bool
    story: tuple[RemarkLine, ...]
    recheck_by_default: date
    people: tuple[Named, ...]
    teams: tuple[Named, ...]


@dataclass(frozen=True)
class RaisingPage:
    """Whom it could be about."""

    people: tuple[Named, ...]
    teams: tuple[Named, ...]
    tried: dict[str, str]
    fault: str


@dataclass(frozen=True)
class CoachingCard:
    """What of coaching waits for somebody, without the words themselves."""

    new: int
    to_coach: int
    to_hand_on: int
    praise: int
    """Of the new ones."""
    reach_nobody: int

    @property
    def all(self) -> int:
        """Everything that waits."""
        return self.new + self.to_coach + self.to_hand_on + self.reach_nobody


def coaching_page(*, by: Person, at: datetime) -> CoachingPage:
    """What waits for this person, step by step."""
    today = timezone.localdate(at)
    items = [item for item in _open(by) if item.stage != Stage.COACHED or _is_due(item, today)]
    by_move: dict[Move, list[CoachingRow]] = {}
    lost: list[CoachingRow] = []
    for item in items:
        if reaches_nobody(item) and item.raised_by_id == by.pk:
            lost.append(row_of(item, today))
            continue
        for move in _moves(by, item)[:1]:
            by_move.setdefault(move, []).append(row_of(item, today))
    shown = [ToDo(str(title), str(why), tuple(by_move[move])) for move, title, why in SECTIONS if move in by_move]
    if lost:
        shown.append(ToDo(_("Reaches nobody yet"), _("Say which person or team should hear it."), tuple(lost)))
    return CoachingPage(
        to_do=tuple(shown),
        leads=tuple(by.teams_led.filter(closed_at=None).order_by("name").values_list("name", flat=True)),
        totals=totals(today=today) if by.may(policy.TOTALS) else None,
        may_raise=by.may(policy.RAISE),
    )


SECTIONS = (
    (Move.ACKNOWLEDGE, lazy("New"), lazy("Read it, and say that it has arrived.")),
    (Move.COACH, lazy("Talk it through"), lazy("Meet the person, agree on one thing, and say when to look again.")),
    (Move.HAND_ON, lazy("Praise to pass on"), lazy("Tell them in person, with the customer’s own words.")),
    (Move.HOLDS, lazy("Look again"), lazy("The day to see whether it holds has come.")),
)


def said_page(*, by: Person, at: datetime) -> SaidPage:
    """What customers said about this person or their team."""
    today = timezone.localdate(at)
    mine = Q(person=by.pk)
    if by.team_id is not None:
        mine |= Q(team=by.team_id, about="")
    items = [row_of(item, today) for item in visible(by).filter(mine).order_by("-raised_at", "-pk")[:SHOWN]]
    return SaidPage(
        praise=tuple(row for row in items if row.kind == PRAISE),
        better=tuple(row for row in items if row.kind == BETTER),
    )


def item_page(*, by: Actor, pk: int, at: datetime) -> CoachingItem:
    """One item. Raises NotFound."""
    item = coaching(by=by, pk=pk)
    today = timezone.localdate(at)
    may_address = item.raised_by is not None and item.raised_by.key == by.key and item.stage == Stage.RAISED
    lead = policy.lead_of(item)
    return CoachingItem(
        row=row_of(item, today),
        quote=item.quote,
        moment=item.moment,
        wanted=item.wanted,
        praises=item.praises,
        agreed=item.agreed,
        recheck_on=item.recheck_on,
        source=item.source,
        stage_title=str(words.STAGES[item.stage]),
        stage_tone=words.STAGE_TONES[item.stage],
        lead=lead.name if lead else "",
        moves=tuple(move.value for move in _moves(by, item)),
        may_address=may_address,
        reaches_nobody=reaches_nobody(item),
        story=tuple(_line(remark.at, remark.by_name, remark.move, remark.words) for remark in _remarks(item)),
        recheck_by_default=today + RECHECK,
        people=people() if may_address else (),
        teams=open_teams() if may_address else (),
    )


def raising_page(*, tried: dict[str, str], fault: str = "") -> RaisingPage:
    """The form, as it was filled in."""
    return RaisingPage(people=people(), teams=open_teams(), tried=tried, fault=fault)


def people() -> tuple[Named, ...]:
    """Whom it could be about."""
    return tuple(Named(each.pk, each.name) for each in active_people())


def open_teams() -> tuple[Named, ...]:
    """Which teams it could be about."""
    return tuple(Named(each.pk, each.name) for each in teams())


def totals(*, today: date) -> Totals:
    """How many, how old, how much of it praise; nothing that leads to a person."""
    all_of_them = Coaching.objects.exclude(stage=Stage.WITHDRAWN)
    still = Q(stage__in=OPEN)
    counted = all_of_them.aggregate(
        open=Count("pk", filter=still),
        overdue=Count("pk", filter=still & Q(due_on__lt=today)),
        oldest=Min("raised_at", filter=still),
        closed=Count("pk", filter=~still),
        praise=Count("pk", filter=Q(praises=True)),
        nobody=Count("pk", filter=still & Q(person=None, team=None)),
    )
    everything = counted["open"] + counted["closed"]
    return Totals(
        open=counted["open"],
        overdue=counted["overdue"],
        oldest_on=timezone.localdate(counted["oldest"]) if counted["oldest"] else None,
        closed=counted["closed"],
        praise_share=counted["praise"] / everything if everything else None,
        reach_nobody=counted["nobody"],
    )


def coaching_card(*, by: Actor) -> CoachingCard | None:
    """What waits, for the home page: new, to talk through, to pass on."""
    if not isinstance(by, Person):
        return None
    counted = {Move.ACKNOWLEDGE: 0, Move.COACH: 0, Move.HAND_ON: 0}
    praise = lost = 0
    for item in _open(by):
        if reaches_nobody(item) and item.raised_by_id == by.pk:
            lost += 1
            continue
        move = next((move for move in _moves(by, item) if move in counted), None)
        if move is not None:
            counted[move] += 1
            praise += item.praises and move is Move.ACKNOWLEDGE
    card = CoachingCard(counted[Move.ACKNOWLEDGE], counted[Move.COACH], counted[Move.HAND_ON], praise, lost)
    return card if card.all else None


def overdue(*, today: date) -> tuple[Coaching, ...]:
    """Open items past their day, of which nobody was reminded yet."""
    late = Coaching.objects.filter(stage__in=OPEN, due_on__lt=today).exclude(reminded_for=F("due_on"))
    return tuple(late.select_related("person__team__lead", "team__lead", "raised_by")[:SHOWN])


def waiting_for(item: Coaching) -> tuple[Person, ...]:
    """Whoever should take the next step."""
    lead = policy.lead_of(item)
    if lead is not None:
        return (lead,)
    if item.stage == Stage.RAISED and item.person is not None:
        return (item.person,)
    return (item.raised_by,) if item.raised_by else ()


def reaches_nobody(item: Coaching) -> bool:
    """Whether it is about a name alone, so that nobody here hears it."""
    return item.person_id is None and item.team_id is None


def _open(by: Person) -> list[Coaching]:
    rows = visible(by).filter(stage__in=OPEN).order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(rows[:SHOWN])


def _moves(by: Actor, item: Coaching) -> tuple[Move, ...]:
    return moves(stage=Stage(item.stage), praises=item.praises, standing=policy.standing(by=by, item=item))


def _is_due(item: Coaching, today: date) -> bool:
    return item.recheck_on is not None and item.recheck_on <= today


def _remarks(item: Coaching) -> QuerySet[Remark]:
    return item.remarks.order_by("at", "pk")


def _line(at: datetime, by: str, move: str, said: str) -> RemarkLine:
    title, icon = words.MOVES[move]
    return RemarkLine(at=at, by=by, title=str(title), icon=icon, words=said)
