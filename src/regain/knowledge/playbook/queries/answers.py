"""Everything the guard answered, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.database_rows import DatabaseRows
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Choice, Contains, Dates, Filter, OneOf
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.knowledge.playbook.models import Answer
from regain.knowledge.playbook.models.answer import Verdicts
from regain.knowledge.playbook.models.consent import Channels, Purposes
from regain.knowledge.playbook.queries.who import names_of

TONES = {Verdicts.ALLOW.value: "good", Verdicts.WARN.value: "warn", Verdicts.BLOCK.value: "bad"}

ANSWERS = TableSpec(
    name="answers",
    caption=_("Answers"),
    searchable=True,
    search_hint=_("Search by customer id"),
    default_sort="-asked_at",
    columns=(
        Column("customer", _("Customer"), priority=1, link="href"),
        Column("asked_at", _("Asked"), Kind.MOMENT, filter=Filter(By.DATES)),
        Column(
            "verdict", _("Answer"), Kind.STATUS, filter=Filter(By.CHOICE), states=dict(Verdicts.choices), tones=TONES
        ),
        Column("channel", _("Channel"), filter=Filter(By.CHOICE, [Choice(*each) for each in Channels.choices])),
        Column("purpose", _("For"), filter=Filter(By.CHOICE, [Choice(*each) for each in Purposes.choices])),
        Column("sentence", _("Why"), sortable=False),
        Column("rules", _("Rules"), sortable=False, filter=Filter(By.TEXT), default_shown=False, priority=3),
        Column("override", _("Signed for with"), filter=Filter(By.TEXT)),
        Column("by", _("Asked by"), sortable=False),
        Column("subject", _("For what"), default_shown=False, priority=3),
        Column("withdrawn_at", _("Taken back"), Kind.MOMENT, default_shown=False, priority=3),
    ),
)


@dataclass(frozen=True)
class AnswerRow:
    """One answer."""

    id: int
    customer: str
    href: str
    asked_at: datetime
    verdict: str
    channel: str
    purpose: str
    sentence: str
    rules: str
    override: str
    by: str
    subject: str
    withdrawn_at: datetime | None


def answer_rows() -> DatabaseRows[AnswerRow]:
    """Answers from the database."""
    return DatabaseRows(_found, _rows)


def _rows(found: Iterable[Answer]) -> list[AnswerRow]:
    rows = list(found)
    names = names_of(row.asked_by for row in rows)
    return [
        AnswerRow(
            id=row.pk,
            customer=row.customer,
            href=reverse("playbook:may", args=[row.customer]),
            asked_at=row.asked_at,
            verdict=row.verdict,
            channel=row.get_channel_display(),
            purpose=row.get_purpose_display(),
            sentence=row.sentence,
            rules=", ".join(row.rules),
            override=row.override,
            by=names.get(row.asked_by, ""),
            subject=row.subject,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def _found(state: TableState) -> QuerySet[Answer]:
    found = Answer.objects.all()
    if state.search:
        found = found.filter(customer=state.search)
    for name in ("verdict", "channel", "purpose"):
        wanted = state.wanted(name)
        if isinstance(wanted, OneOf):
            found = found.filter(**{f"{name}__in": wanted.values})
    for name in ("rules", "override"):
        words = state.wanted(name)
        if isinstance(words, Contains):
            found = found.filter(**{f"{name}__icontains": words.text})
    days = state.wanted("asked_at")
    if isinstance(days, Dates):
        zone = settings.COMPANY.tz
        if days.first:
            found = found.filter(asked_at__gte=datetime.combine(days.first, time(), zone))
        if days.last:
            found = found.filter(asked_at__lt=datetime.combine(days.last + timedelta(days=1), time(), zone))
    column = F(state.sort)
    order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
    return found.order_by(order, "-pk")


def answer_row(*, pk: int) -> Answer:
    """An answer. Raises NotFound."""
    row = Answer.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_t("The guard gave no such answer."))
    return row


def asked_since(*, numbers: Iterable[int], since: datetime) -> frozenset[int]:
    """Those of the answers that are no older than that."""
    wanted, found = list(numbers), set[int]()
    for start in range(0, len(wanted), 1_000):
        rows = Answer.objects.filter(pk__in=wanted[start : start + 1_000], asked_at__gte=since)
        found.update(rows.values_list("pk", flat=True))
    return frozenset(found)
