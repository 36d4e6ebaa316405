"""Offers: which may be made today, the list, one of them. Nobody finds one of a kind they may not know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit import money
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.knowledge.playbook.models.offer import Offer
from regain.knowledge.playbook.policy import offers as policy
from regain.knowledge.playbook.queries.offer_words import KINDS, MECHANISMS, STANDINGS, TONES
from regain.knowledge.playbook.rules.offers import STANDS, Mechanism, OfferKind, Standing, Terms, order, standing

OFFERS: Final = TableSpec(
    name="offers",
    caption=gettext_lazy("Offers"),
    searchable=True,
    search_hint=gettext_lazy("Search titles"),
    default_sort="place",
    columns=(
        Column("title", gettext_lazy("Offer"), priority=1, link="href"),
        Column(
            "standing",
            gettext_lazy("Standing"),
            Kind.STATUS,
            filter=Filter(By.CHOICE),
            states=STANDINGS,
            tones=TONES,
        ),
        Column("mechanism_title", gettext_lazy("How it works")),
        Column("cost", gettext_lazy("Cost to us"), Kind.MONEY, digits=2),
        Column("review_on", gettext_lazy("Review"), Kind.DATE),
        Column("kind", gettext_lazy("For"), Kind.STATUS, states=KINDS, default_shown=False),
        Column("live_from", gettext_lazy("From"), Kind.DATE, default_shown=False, priority=3),
        Column("changed_at", gettext_lazy("Changed"), Kind.MOMENT, default_shown=False, priority=3),
        Column("place", gettext_lazy("Order of offering"), Kind.NUMBER, default_shown=False, priority=3),
    ),
)


@dataclass(frozen=True)
class OfferChoice:
    """An offer that may be made today."""

    id: int
    title: str
    words: str
    mechanism: str
    cost: Decimal
    currency: str
    review_on: date
    revision: int

    @property
    def mechanism_title(self) -> str:
        """How it works, in words."""
        return str(MECHANISMS[self.mechanism])


@dataclass(frozen=True)
class OfferRow:
    """One line of the list."""

    id: int
    title: str
    kind: str
    standing: str
    mechanism: str
    mechanism_title: str
    cost: tuple[Decimal, str]
    live_from: date
    review_on: date
    changed_at: datetime
    place: int
    href: str


@dataclass(frozen=True)
class OffersPage:
    """What is around the list."""

    kinds: tuple[str, ...]
    may_make: bool
    over: int
    """How many stand no longer because nobody looked at them again."""


@dataclass(frozen=True)
class FormerTerms:
    """Terms an offer had, or has."""

    revision: int
    terms: Terms
    mechanism_title: str
    at: datetime
    by: str


@dataclass(frozen=True)
class OfferPage:
    """One offer with what it said before."""

    id: int
    kind: str
    kind_title: str
    terms: Terms
    cost: tuple[Decimal, str]
    mechanism_title: str
    standing: str
    standing_title: str
    tone: str
    revision: int
    made_at: datetime
    made_by: str
    history: tuple[FormerTerms, ...]
    retired_at: datetime | None
    retired_by: str
    may_change: bool


def offers_for(*, by: Actor, at: datetime, kind: OfferKind = OfferKind.RETURN) -> tuple[OfferChoice, ...]:
    """What may be offered today, best mechanism first and price only last; none of a kind `by` may not know of."""
    day = today(at)
    rows = _seen(by).filter(kind=kind, retired_at=None, live_from__lte=day, review_on__gte=day)
    return tuple(_choice(row) for row in sorted(rows, key=_order))


def offer_choice(*, by: Actor, at: datetime, number: int) -> OfferChoice:
    """An offer to be made now. Raises NotFound for one that does not stand today, or that `by` may not know of."""
    row = offer_row(by=by, number=number)
    if _standing(row, today(at)) not in STANDS:
        raise NotFound(_("This offer does not stand any more; choose another."))
    return _choice(row)


def offer_row(*, by: Actor, number: int) -> Offer:
    """One offer by its number. Raises NotFound, also for one of a kind `by` may not know of."""
    found = _seen(by).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such offer."))
    return found


def today(at: datetime) -> date:
    """The company's day."""
    return at.astimezone(settings.COMPANY.tz).date()


def offer_rows(*, by: Actor, at: datetime) -> MemoryRows[OfferRow]:
    """Every offer `by` may know of, in the order of offering."""
    return MemoryRows(_rows(by=by, at=at))


def offers_page(*, by: Actor, at: datetime) -> OffersPage:
    """What is around the list of offers."""
    over = sum(row.standing == Standing.OVER for row in _rows(by=by, at=at))
    kinds = tuple(kind.value for kind in policy.kinds_seen(by))
    return OffersPage(kinds=kinds, may_make=bool(policy.kinds_made(by)), over=over)


def kinds_to_make(*, by: Actor) -> tuple[tuple[str, str], ...]:
    """The kinds of offers somebody may make, with what they are called."""
    return tuple((kind.value, str(KINDS[kind.value])) for kind in policy.kinds_made(by))


def offer_page(*, by: Actor, at: datetime, number: int) -> OfferPage:
    """One offer. Raises NotFound."""
    row = offer_row(by=by, number=number)
    stands = _standing(row, today(at)).value
    former = [
        FormerTerms(each.revision, each.terms, str(MECHANISMS[each.mechanism]), each.made_at, each.made_by_name)
        for each in row.amendments.order_by("-revision")
    ]
    now = FormerTerms(row.revision, row.terms, str(MECHANISMS[row.mechanism]), row.changed_at, row.changed_by_name)
    return OfferPage(
        id=row.pk,
        kind=row.kind,
        kind_title=str(KINDS[row.kind]),
        terms=row.terms,
        cost=(row.cost, row.currency),
        mechanism_title=str(MECHANISMS[row.mechanism]),
        standing=stands,
        standing_title=str(STANDINGS[stands]),
        tone=TONES[stands],
        revision=row.revision,
        made_at=row.made_at,
        made_by=row.made_by_name,
        history=(now, *former),
        retired_at=row.retired_at,
        retired_by=row.retired_by_name,
        may_change=policy.may_change(by=by, offer=row),
    )


def offer_document(*, by: Actor, at: datetime, number: int) -> dict[str, Any]:
    """One offer, for programs. Raises NotFound."""
    page = offer_page(by=by, at=at, number=number)
    terms = page.terms
    return {
        "id": page.id,
        "kind": page.kind,
        "title": terms.title,
        "words": terms.words,
        "mechanism": terms.mechanism.value,
        "cost": money.text(terms.cost),
        "currency": terms.currency,
        "live_from": terms.live_from,
        "review_on": terms.review_on,
        "why": terms.why,
        "standing": page.standing,
        "revision": page.revision,
        "changed_at": page.history[0].at,
        "changed_by": page.history[0].by,
        "retired_at": page.retired_at,
    }


def offer_documents(*, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Every offer `by` may know of, in the order of offering, for programs."""
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "title": row.title,
            "mechanism": row.mechanism,
            "cost": money.text(row.cost[0]),
            "currency": row.cost[1],
            "live_from": row.live_from,
            "review_on": row.review_on,
            "standing": row.standing,
        }
        for row in _rows(by=by, at=at)
    ]


def _seen(by: Actor) -> QuerySet[Offer]:
    return Offer.objects.filter(kind__in=[kind.value for kind in policy.kinds_seen(by)])


def _rows(*, by: Actor, at: datetime) -> Sequence[OfferRow]:
    day = today(at)
    return [
        OfferRow(
            id=row.pk,
            title=row.title,
            kind=row.kind,
            standing=_standing(row, day).value,
            mechanism=row.mechanism,
            mechanism_title=str(MECHANISMS[row.mechanism]),
            cost=(row.cost, row.currency),
            live_from=row.live_from,
            review_on=row.review_on,
            changed_at=row.changed_at,
            place=place,
            href=reverse("playbook:offer", args=[row.pk]),
        )
        for place, row in enumerate(sorted(_seen(by).defer("words"), key=_order), 1)
    ]


def _choice(row: Offer) -> OfferChoice:
    return OfferChoice(
        id=row.pk,
        title=row.title,
        words=row.words,
        mechanism=row.mechanism,
        cost=row.cost,
        currency=row.currency,
        review_on=row.review_on,
        revision=row.revision,
    )


def _order(row: Offer) -> tuple[bool, int, Decimal, str]:
    return row.retired_at is not None, *order(mechanism=Mechanism(row.mechanism), cost=row.cost, title=row.title)


def _standing(row: Offer, day: date) -> Standing:
    is_retired = row.retired_at is not None
    return standing(today=day, live_from=row.live_from, review_on=row.review_on, is_retired=is_retired)
