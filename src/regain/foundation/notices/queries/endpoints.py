"""The programs outside that hear, and what they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Contains, Dates, Filter, OneOf
from regain.foundation.kit.paging import Total
from regain.foundation.kit.room import permissions
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.notices import policy
from regain.foundation.notices.models import Delivery, Endpoint
from regain.foundation.notices.models.endpoint import OPEN
from regain.foundation.notices.queries.chat import STYLES
from regain.foundation.notices.queries.days import in_days
from regain.foundation.notices.queries.subscribable import Subscribable, event_names
from regain.foundation.notices.rules.chat import Style
from regain.foundation.people.models import Person
from regain.foundation.people.models.person import is_demo
from regain.foundation.ui.parts import Crumb

ARRIVED, WAITING, FAILING, GIVEN_UP = "arrived", "waiting", "failing", "given_up"

STANDINGS: Final = {
    ARRIVED: Q(delivered_at__isnull=False),
    WAITING: OPEN & Q(attempts=0),
    FAILING: OPEN & Q(attempts__gt=0),
    GIVEN_UP: Q(given_up_at__isnull=False),
}

FIRST_STYLE: Final = Style.TEXT.value
"""What most chats read."""

DELIVERIES: Final = TableSpec(
    name="deliveries",
    caption=gettext_lazy("Deliveries"),
    searchable=True,
    search_hint=gettext_lazy("Search by id or in what was sent"),
    default_sort="-made_at",
    columns=(
        Column("event", gettext_lazy("Event"), priority=1, link="href", filter=Filter(By.TEXT)),
        Column(
            "standing",
            gettext_lazy("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={
                ARRIVED: gettext_lazy("Arrived"),
                WAITING: gettext_lazy("Waiting"),
                FAILING: gettext_lazy("Tried again later"),
                GIVEN_UP: gettext_lazy("Given up"),
            },
            tones={ARRIVED: "good", WAITING: "busy", FAILING: "warn", GIVEN_UP: "bad"},
        ),
        Column("made_at", gettext_lazy("Happened"), Kind.MOMENT, filter=Filter(By.DATES)),
        Column("attempts", gettext_lazy("Tries"), Kind.NUMBER),
        Column("answer", gettext_lazy("Last answer"), sortable=False),
        Column("next_at", gettext_lazy("Next try"), Kind.MOMENT, sortable=False, priority=3),
        Column("key", gettext_lazy("Id"), default_shown=False, priority=3),
    ),
)


@dataclass(frozen=True)
class EndpointRow:
    """One endpoint."""

    id: int
    title: str
    style: str
    """signed, text or card; all but the first are chat rooms."""
    address: str
    """Of a chat room without what is secret in it."""
    events: tuple[str, ...]
    made_at: datetime
    made_by: str
    paused_at: datetime | None
    paused_because: str
    failing_since: datetime | None
    href: str

    @property
    def is_chat(self) -> bool:
        """Whether people read what is sent there."""
        return self.style != Style.SIGNED

    @property
    def style_words(self) -> str:
        """The product a chat room belongs to."""
        return str(STYLES.get(Style(self.style), ""))

    @property
    def state(self) -> str:
        """paused, failing or listening."""
        return "paused" if self.paused_at else "failing" if self.failing_since else "listening"


@dataclass(frozen=True)
class EndpointsPage:
    """Every endpoint, and what can be heard."""

    endpoints: tuple[EndpointRow, ...]
    events: tuple[Subscribable, ...]


@dataclass(frozen=True)
class EndpointPage:
    """One endpoint."""

    row: EndpointRow
    up: tuple[Crumb, ...] = ()
    secret: str = ""
    """Shown once."""


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery."""

    id: int
    key: str
    event: str
    standing: str
    made_at: datetime
    attempts: int
    status: int | None
    answer: str
    next_at: datetime | None
    delivered_at: datetime | None
    href: str


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery with the exact words."""

    row: DeliveryRow
    endpoint: EndpointRow
    payload: str
    sentence: str
    tried_at: datetime | None


class DeliveryRows:
    """The deliveries to one endpoint, from the database."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def page(self, state: TableState) -> tuple[Sequence[DeliveryRow], Total]:
        """One page, and how many there are in all."""
        found = self._found(state)
        return [_delivery_row(one) for one in found[state.offset : state.offset + state.size]], found.count()

    def all(self, state: TableState) -> Sequence[DeliveryRow]:
        """Every delivery that fits."""
        return [_delivery_row(one) for one in self._found(state)]

    def _found(self, state: TableState) -> QuerySet[Delivery]:
        found = Delivery.objects.filter(endpoint=self._endpoint)
        for word in state.search.split():
            found = found.filter(Q(key__icontains=word) | Q(payload__icontains=word) | Q(event__icontains=word))
        event, standings, made = state.wanted("event"), state.wanted("standing"), state.wanted("made_at")
        if isinstance(event, Contains):
            found = found.filter(event__icontains=event.text)
        if isinstance(standings, OneOf):
            found = found.filter(Q.create([STANDINGS[value] for value in standings.values], Q.OR))
        if isinstance(made, Dates):
            found = found.filter(in_days("made_at", made))
        column = F(state.sort)
        order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
        return found.order_by(order, "-pk" if state.descending else "pk")


def endpoint(pk: int) -> Endpoint:
    """An endpoint that is not removed. Raises NotFound."""
    found = Endpoint.objects.filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotFound(_("There is no such endpoint; it may have been removed."))
    return found


def delivery(pk: int) -> Delivery:
    """A delivery to an endpoint that is not removed. Raises NotFound."""
    found = Delivery.objects.select_related("endpoint").filter(pk=pk, endpoint__removed_at=None).first()
    if found is None:
        raise NotFound(_("There is no such delivery; what is older than a month is dropped."))
    return found


def endpoints_page() -> EndpointsPage:
    """Every endpoint by title."""
    kept = Endpoint.objects.filter(removed_at=None).order_by("title", "pk")
    return EndpointsPage(endpoints=tuple(_row(one) for one in kept), events=event_names())


def endpoint_page(row: Endpoint, *, up: Sequence[Crumb] = ()) -> EndpointPage:
    """One endpoint; its secret, if the row was just given it."""
    return EndpointPage(row=_row(row), up=tuple(up), secret=row.secret)


def delivery_page(row: Delivery) -> DeliveryPage:
    """One delivery."""
    return DeliveryPage(
        row=_delivery_row(row),
        endpoint=_row(row.endpoint),
        payload=row.payload,
        sentence=row.sentence,
        tried_at=row.tried_at,
    )


def endpoint_href(pk: int) -> str:
    """Where an endpoint is looked after."""
    return reverse("notices:endpoint", args=[pk])


def those_who_connect() -> list[Person]:
    """The people who look after webhooks."""
    roles = permissions()[policy.WEBHOOKS].roles
    people = Person.objects.filter(holdings__role__in=roles, left_at=None).distinct().order_by("pk")
    return [person for person in people if is_demo() or not person.is_sample]


def _row(row: Endpoint) -> EndpointRow:
    return EndpointRow(
        id=row.pk,
        title=row.title,
        style=row.style,
        address=row.address,
        events=tuple(row.events),
        made_at=row.made_at,
        made_by=row.made_by_name,
        paused_at=row.paused_at,
        paused_because=row.paused_because,
        failing_since=row.failing_since,
        href=endpoint_href(row.pk),
    )


def _delivery_row(row: Delivery) -> DeliveryRow:
    standing = ARRIVED if row.delivered_at else GIVEN_UP if row.given_up_at else FAILING if row.attempts else WAITING
    return DeliveryRow(
        id=row.pk,
        key=row.key,
        event=row.event,
        standing=standing,
        made_at=row.made_at,
        attempts=row.attempts,
        status=row.status,
        answer=row.sentence or (str(row.status) if row.status else ""),
        next_at=row.due_at if standing in {WAITING, FAILING} else None,
        delivered_at=row.delivered_at,
        href=reverse("notices:delivery", args=[row.pk]),
    )
