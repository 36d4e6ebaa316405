"""The letters of a cycle: which are to be prepared, ready, held, blocked or made, and the files made of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery import policy
from regain.desks.recovery.models import Cycle, Decision, Letter, Mailing
from regain.desks.recovery.queries import guarding, words
from regain.desks.recovery.queries.cases import visible_to
from regain.desks.recovery.rules.letters import Course, Standing, standing
from regain.desks.recovery.rules.terms import Kind as Decided
from regain.foundation.jobs.queries import JobRow, newest_jobs
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter, OneOf
from regain.foundation.kit.home import here
from regain.foundation.kit.paging import Total
from regain.foundation.kit.table import Column, Kind, TableSpec, TableState
from regain.knowledge.playbook.rules.guard import Channel

STANDINGS = {
    Standing.ALLOWED: gettext_lazy("Ready"),
    Standing.HELD: gettext_lazy("Not yet"),
    Standing.BLOCKED: gettext_lazy("Not allowed"),
    Standing.MADE: gettext_lazy("Made"),
    Standing.SENT: gettext_lazy("On its way"),
    Standing.DROPPED: gettext_lazy("Dropped"),
}
TONES = {
    Standing.ALLOWED: "info",
    Standing.HELD: "busy",
    Standing.BLOCKED: "warn",
    Standing.MADE: "good",
    Standing.SENT: "good",
    Standing.DROPPED: "quiet",
}
OPEN = Q(dropped_at=None, made_at=None, sent_at=None)
WHERE = {
    Standing.ALLOWED: OPEN & Q(verdict__in=["allow", "warn"]),
    Standing.HELD: OPEN & Q(verdict="block", held_until__isnull=False),
    Standing.BLOCKED: OPEN & Q(verdict="block", held_until=None),
    Standing.MADE: Q(dropped_at=None, made_at__isnull=False, sent_at=None),
    Standing.SENT: Q(dropped_at=None, sent_at__isnull=False),
    Standing.DROPPED: Q(dropped_at__isnull=False),
}
JOBS = ("Prepare letters", "Make mailing")
"""The titles of the jobs, as the jobs room writes them."""

FORMS = {
    "pdf": gettext_lazy("PDF, one letter a page"),
    "csv": gettext_lazy("List for a mail house"),
    "email": gettext_lazy("E-mails"),
}

SPEC = TableSpec(
    name="letters",
    caption=gettext_lazy("Letters"),
    searchable=True,
    search_hint=gettext_lazy("Search by name or id"),
    default_sort="rank",
    columns=(
        Column("title", gettext_lazy("Customer"), priority=1, link="href"),
        Column(
            "standing",
            gettext_lazy("Standing"),
            Kind.STATUS,
            sortable=False,
            filter=Filter(By.CHOICE),
            states={each.value: title for each, title in STANDINGS.items()},
            tones={each.value: tone for each, tone in TONES.items()},
        ),
        Column("sentence", gettext_lazy("What the guard says"), sortable=False),
        Column("how", gettext_lazy("By"), sortable=False, priority=3),
        Column("rank", gettext_lazy("Rank"), Kind.NUMBER, priority=3),
        Column("held_until", gettext_lazy("Again from"), Kind.MOMENT, priority=3),
        Column("sent_at", gettext_lazy("Sent"), Kind.MOMENT, priority=3, default_shown=False),
    ),
)


@dataclass(frozen=True)
class LetterLine:
    """One letter of the list."""

    id: int
    title: str
    href: str
    standing: str
    sentence: str
    how: str
    rank: int
    held_until: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True)
class MailingLine:
    """One mailing: what it was made into, and where it is."""

    id: int
    form: str
    title: str
    count: int
    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    posted_at: datetime | None
    has_file: bool
    pulls: str = ""
    """Who asked to be left alone since it was made: their letters are pulled out before it is posted."""


@dataclass(frozen=True)
class Counted:
    """How many letters stand like this."""

    standing: str
    title: str
    tone: str
    count: int


@dataclass(frozen=True)
class LettersPage:
    """The letters of one cycle."""

    period: str
    title: str
    is_approved: bool
    decided: int
    """Letters the cycle decided on."""
    prepared: int
    counts: tuple[Counted, ...]
    ready_by_letter: int
    ready_with_address: int
    ready_by_email: int
    mailings: tuple[MailingLine, ...]
    job: JobRow | None

    @property
    def left(self) -> int:
        """Not prepared yet."""
        return max(0, self.decided - self.prepared)


class LetterRows:
    """The letters of a cycle, from the database."""

    def __init__(self, cycle: Cycle) -> None:
        self._cycle = cycle

    def page(self, state: TableState) -> tuple[Sequence[LetterLine], Total]:
        """One page, and how many there are in all."""
        found = self._found(state)
        return [_line(row) for row in found[state.offset : state.offset + state.size]], found.count()

    def all(self, state: TableState) -> Iterator[LetterLine]:
        """Every letter of the state."""
        return (_line(row) for row in self._found(state).iterator(chunk_size=500))

    def _found(self, state: TableState) -> QuerySet[Letter]:
        found = Letter.objects.filter(decision__cycle=self._cycle).select_related("decision")
        for word in state.search.split():
            found = found.filter(Q(name__icontains=word) | Q(customer__icontains=word))
        wanted = state.wanted("standing")
        if isinstance(wanted, OneOf):
            found = found.filter(Q.create([WHERE[Standing(value)] for value in wanted.values], Q.OR))
        column = F({"rank": "decision__rank", "title": "name"}.get(state.sort, state.sort))
        order = column.desc(nulls_last=True) if state.descending else column.asc(nulls_last=True)
        return found.order_by(order, "pk")


def letters_page(*, cycle: Cycle) -> LettersPage:
    """Where the letters of a cycle stand."""
    kept = Letter.objects.filter(decision__cycle=cycle)
    counts = kept.aggregate(
        **{each.value: Count("pk", filter=where) for each, where in WHERE.items()},
        by_letter=Count("pk", filter=WHERE[Standing.ALLOWED] & Q(how="letter", mailing=None)),
        by_pdf=Count("pk", filter=WHERE[Standing.ALLOWED] & Q(how="letter", mailing=None) & ~Q(address="")),
        by_email=Count("pk", filter=WHERE[Standing.ALLOWED] & Q(how="email", mailing=None)),
        prepared=Count("pk", filter=Q(dropped_at=None)),
    )
    jobs = [job for job in newest_jobs().jobs if job.title in JOBS]
    return LettersPage(
        period=cycle.period,
        title=words.period_in_words(cycle.period),
        is_approved=cycle.is_approved,
        decided=cycle.decisions.filter(kind=Decided.LETTER).count(),
        prepared=counts["prepared"],
        counts=tuple(
            Counted(each.value, str(STANDINGS[each]), TONES[each], counts[each.value])
            for each in Standing
            if counts[each.value]
        ),
        ready_by_letter=counts["by_letter"],
        ready_with_address=counts["by_pdf"],
        ready_by_email=counts["by_email"],
        mailings=tuple(_mailing(row) for row in cycle.mailings.all()[:20]),
        job=next((job for job in jobs if job.is_open), None),
    )


def may_write(by: Actor) -> bool:
    """Whether this person prepares the letters of a cycle."""
    return policy.may_draft(by=by)


def cycle_by(pk: int) -> Cycle:
    """A cycle by number. Raises NotFound."""
    found = Cycle.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This cycle was drafted anew; look at the new one."))
    return found


def to_prepare(cycle: int) -> QuerySet[Decision]:
    """Decisions of a cycle that want a letter which was not made."""
    made = Letter.objects.filter(decision__cycle=cycle, made_at__isnull=False, dropped_at=None)
    wanted = Decision.objects.filter(cycle=cycle, kind=Decided.LETTER, is_recoverable=True)
    return wanted.exclude(pk__in=made.values("decision"))


def portions(cycle: int, size: int) -> Iterator[list[Decision]]:
    """Those decisions, so many at a time, without holding a cursor while letters are written."""
    after = 0
    while some := list(to_prepare(cycle).filter(pk__gt=after).order_by("pk")[:size]):
        yield some
        after = some[-1].pk


def mailing_row(pk: int) -> Mailing:
    """A mailing by number. Raises NotFound."""
    found = Mailing.objects.select_related("cycle").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such mailing."))
    return found


def of_mailing(mailing: Mailing) -> list[Letter]:
    """Letters of a mailing that are not made yet, in the order of their rank."""
    rows = mailing.letters.filter(made_at=None, dropped_at=None).select_related("decision__cycle", "case")
    return list(rows.order_by("decision__rank", "pk"))


def to_pull(mailing: Mailing, *, is_posted: bool = False) -> list[Letter]:
    """Letters of a file to customers who asked to be left alone since; also those dropped or posted, where asked."""
    rows = mailing.letters.filter(made_at__isnull=False)
    rows = rows if is_posted else rows.filter(sent_at=None, dropped_at=None)
    stopped = guarding.stopped(list(rows.order_by().values_list("customer", flat=True)), channel=Channel.LETTER)
    return [row for row in rows.order_by("pk") if row.customer in stopped] if stopped else []


def names_to_pull(letters: Sequence[Letter]) -> str:
    """Their names, or ids."""
    return ", ".join(dict.fromkeys(row.name or row.customer for row in letters))


def file_of(mailing: Mailing) -> Path:
    """Where the file of a mailing is, or will be."""
    return here().exports / "letters" / f"letters-{mailing.cycle.period}-{mailing.pk}.{mailing.form}"


def letter_row(*, by: Actor, pk: int) -> Letter:
    """One letter of a case this person may see. Raises NotFound."""
    rows = Letter.objects.select_related("case__owner", "proposal", "need", "touch")
    found = rows.filter(pk=pk, case__in=visible_to(by).order_by()).first()
    if found is None:
        raise NotFound(_("There is no such letter, or its case is somebody else's."))
    return found


def standing_of(row: Letter) -> Standing:
    """Where a letter stands."""
    return standing(Course(row.verdict, row.held_until, row.made_at, row.sent_at, row.dropped_at))


def _line(row: Letter) -> LetterLine:
    decision: Any = row.decision
    return LetterLine(
        id=row.pk,
        title=row.name or row.customer,
        href=words.customer_href(row.customer),
        standing=standing_of(row).value,
        sentence=row.dropped_because or row.sentence,
        how=row.get_how_display(),
        rank=decision.rank,
        held_until=row.held_until,
        sent_at=row.sent_at,
    )


def _mailing(row: Mailing) -> MailingLine:
    return MailingLine(
        id=row.pk,
        form=row.form,
        title=str(FORMS[row.form]),
        count=row.count,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        done_at=row.done_at,
        posted_at=row.posted_at,
        has_file=bool(row.file),
        pulls=names_to_pull(to_pull(row)) if row.file and not row.posted_at else "",
    )
