"""The outbox: what waits, what is held, what was sent, refused or cancelled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Choice, Contains, Dates, Filter, OneOf
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.foundation.notices.models import Message
from regain.foundation.notices.models.message import OPEN
from regain.foundation.notices.queries.days import in_days
from regain.foundation.notices.rules.message import Standing
from regain.foundation.people.queries.pages import has_mail

STANDINGS: Final = {
    Standing.WAITING: OPEN & Q(held_at=None),
    Standing.HELD: OPEN & Q(held_at__isnull=False),
    Standing.SENT: Q(sent_at__isnull=False),
    Standing.REFUSED: Q(refused_at__isnull=False),
    Standing.CANCELLED: Q(cancelled_at__isnull=False, sent_at=None),
}

TITLES: Final = {
    Standing.WAITING: gettext_lazy("Waiting"),
    Standing.HELD: gettext_lazy("Held"),
    Standing.SENT: gettext_lazy("Sent"),
    Standing.REFUSED: gettext_lazy("Refused"),
    Standing.CANCELLED: gettext_lazy("Cancelled"),
}

TONES: Final = {
    Standing.WAITING: "busy",
    Standing.HELD: "warn",
    Standing.SENT: "good",
    Standing.REFUSED: "bad",
    Standing.CANCELLED: "quiet",
}

OUTBOX: Final = TableSpec(
    name="outbox",
    caption=gettext_lazy("Messages"),
    searchable=True,
    search_hint=gettext_lazy("Search by address, subject or customer"),
    default_sort="-queued_at",
    columns=(
        Column("subject", gettext_lazy("Subject"), priority=1, link="href"),
        Column("to", gettext_lazy("To"), filter=Filter(By.TEXT)),
        Column(
            "standing",
            gettext_lazy("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE, [Choice(standing.value, title) for standing, title in TITLES.items()]),
            states={standing.value: title for standing, title in TITLES.items()},
            tones={standing.value: tone for standing, tone in TONES.items()},
        ),
        Column("why", gettext_lazy("Why"), sortable=False, priority=3),
        Column("queued_at", gettext_lazy("Queued"), Kind.MOMENT, filter=Filter(By.DATES)),
        Column("sent_at", gettext_lazy("Sent"), Kind.MOMENT, default_shown=False, priority=3),
        Column("due_at", gettext_lazy("Not before"), Kind.MOMENT, default_shown=False, priority=3),
        Column("purpose", gettext_lazy("For"), default_shown=False, filter=Filter(By.TEXT), priority=3),
        Column("customer", gettext_lazy("Customer"), default_shown=False, priority=3),
        Column("attempts", gettext_lazy("Tries"), Kind.NUMBER, default_shown=False, priority=3),
    ),
)


@dataclass(frozen=True)
class MessageRow:
    """One message of the list."""

    id: int
    to: str
    subject: str
    standing: str
    why: str
    purpose: str
    customer: str
    automatic: bool
    attempts: int
    queued_at: datetime
    queued_by: str
    due_at: datetime
    sent_at: datetime | None
    href: str


@dataclass(frozen=True)
class OutboxPage:
    """What stands around the list."""

    has_mail: bool
    waiting: int
    held: int


@dataclass(frozen=True)
class EnclosureRow:
    """A file that goes with a message."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class MessagePage:
    """One message, as it goes out."""

    row: MessageRow
    title: str
    tone: str
    text: str
    unsubscribe: str
    enclosures: tuple[EnclosureRow, ...]
    ended_at: datetime | None
    was_leaving: bool
    """Cancelled while its text was on the wire: it had left."""
    may_cancel: bool
    may_try: bool


def message_rows() -> DatabaseRows[MessageRow]:
    """Every message, from the database."""
    return DatabaseRows(_found, lambda found: [_row(one) for one in found])


def outbox_page() -> OutboxPage:
    """How much waits, and whether mails leave this installation at all."""
    counted = Message.objects.filter(OPEN).aggregate(all=Count("pk"), held=Count("held_at"))
    return OutboxPage(has_mail=has_mail(), waiting=counted["all"] - counted["held"], held=counted["held"])


def message(pk: int) -> Message:
    """The message. Raises NotFound."""
    found = Message.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found


def message_page(row: Message) -> MessagePage:
    """One message."""
    standing = row.standing
    is_open = standing in {Standing.WAITING, Standing.HELD}
    enclosures = row.enclosures.order_by("pk").values_list("name", "kind", "body")
    return MessagePage(
        row=_row(row),
        title=str(TITLES[standing]),
        tone=TONES[standing],
        text=row.text,
        unsubscribe=row.unsubscribe,
        enclosures=tuple(EnclosureRow(name, kind, len(body)) for name, kind, body in enclosures),
        ended_at=row.sent_at or row.refused_at or row.cancelled_at,
        was_leaving=bool(row.sent_at and row.cancelled_at),
        may_cancel=is_open,
        may_try=is_open or standing is Standing.REFUSED,
    )


def message_row(row: Message) -> MessageRow:
    """One message as a line of the list."""
    return _row(row)


def _row(row: Message) -> MessageRow:
    return MessageRow(
        id=row.pk,
        to=row.to,
        subject=row.subject,
        standing=row.standing.value,
        why=row.cancelled_because or row.held_because or row.sentence,
        purpose=row.purpose,
        customer=row.customer,
        automatic=row.automatic,
        attempts=row.attempts,
        queued_at=row.queued_at,
        queued_by=row.queued_by_name,
        due_at=row.due_at,
        sent_at=row.sent_at,
        href=reverse("notices:message", args=[row.pk]),
    )


def _found(state: TableState) -> QuerySet[Message]:
    found = Message.objects.all()
    for word in state.search.split():
        found = found.filter(Q(to__icontains=word) | Q(subject__icontains=word) | Q(customer__icontains=word))
    standings, queued = state.wanted("standing"), state.wanted("queued_at")
    if isinstance(standings, OneOf):
        found = found.filter(Q.create([STANDINGS[Standing(value)] for value in standings.values], Q.OR))
    if isinstance(queued, Dates):
        found = found.filter(in_days("queued_at", queued))
    for name in ("to", "purpose"):
        wanted = state.wanted(name)
        if isinstance(wanted, Contains):
            found = found.filter(**{f"{name}__icontains": wanted.text})
    column = F(state.sort)
    order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return found.order_by(order, "-pk" if state.descending else "pk")
