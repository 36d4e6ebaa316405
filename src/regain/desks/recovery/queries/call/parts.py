"""What the steps of a call are made of: words in a field, quotes, promises, and rows found for the verbs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Aside, Call, Case, Proposal, Quote, Requirement, Support, Words
from regain.desks.recovery.policy import QUEUE, may_help, may_undo_leave_alone, sees_case
from regain.desks.recovery.queries.standing import wrote_in
from regain.desks.recovery.rules.calls import WRITES, Field
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money
from regain.foundation.people.queries.teams import teams
from regain.knowledge.playbook.rules.steps import Step

LABELS: dict[Field, tuple[str | Promise, str | Promise]] = {
    Field.NOTES: (gettext_lazy("Notes"), gettext_lazy("Write as they speak. A line is enough.")),
    Field.WANTS: (gettext_lazy("Wants"), gettext_lazy("What they want.")),
    Field.WHY: (gettext_lazy("Why"), gettext_lazy("Why they want it.")),
    Field.FEELINGS: (gettext_lazy("Feelings"), gettext_lazy("How it was for them.")),
    Field.FACTS: (gettext_lazy("Facts"), gettext_lazy("What happened, when, who.")),
    Field.READ_BACK: (gettext_lazy("Say it back"), gettext_lazy("Change it until it sounds like you.")),
    Field.CORRECTION: (gettext_lazy("What is different?"), gettext_lazy("What they corrected, in their words.")),
    Field.WISH: (gettext_lazy("What would win them back"), gettext_lazy("In their words")),
    Field.NEXT_STEP: (gettext_lazy("To remember"), gettext_lazy("What the next person should know.")),
}


@dataclass(frozen=True)
class AsideShown:
    """A text beside the one in place."""

    id: int
    text: str
    saved_at: datetime
    by: str


@dataclass(frozen=True)
class FieldShown:
    """One field of a call: its words, their version, and what stands beside them."""

    name: str
    label: str
    hint: str
    text: str
    version: int
    asides: tuple[AsideShown, ...] = ()


@dataclass(frozen=True)
class QuoteShown:
    """The customer's own words."""

    id: int
    text: str
    said_at: datetime


@dataclass(frozen=True)
class RequirementShown:
    """What would win them back, in their words."""

    id: int
    words: str
    said_at: datetime


@dataclass(frozen=True)
class SupportShown:
    """Help at once."""

    id: int
    what: str
    owner: str
    due_at: datetime
    is_done: bool
    is_overdue: bool


@dataclass(frozen=True)
class ProposalShown:
    """An offer in writing."""

    id: int
    words: str
    cost: Money
    until_on: date
    is_sent: bool


@dataclass(frozen=True)
class QuotesShown:
    """The quotes of a call, for the part of the page that lists them."""

    id: int
    quotes: tuple[QuoteShown, ...]
    teams: tuple[tuple[int, str], ...]
    """Those who may hear a quote."""


@dataclass(frozen=True)
class TaskPage:
    """One task of help, for whoever does it."""

    id: int
    customer: str
    case: int | None
    """For those who may see the case."""
    what: str
    owner: str
    made_by: str
    due_at: datetime
    is_overdue: bool
    done_at: datetime | None
    done_words: str
    dropped_at: datetime | None
    dropped_because: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and self.dropped_at is None


def call_row(*, pk: int, by: Actor) -> Call:
    """The call of this person, for the verbs. Raises NotFound, also for somebody else's."""
    kind, _sign, number = by.key.partition(":")
    rows = Call.objects.select_related("case", "caller").filter(pk=pk)
    found = rows.filter(caller=int(number)).first() if kind == "person" else rows.first()
    if found is None:
        raise NotFound(_("There is no such call, or it is somebody else's."))
    return found


def readable_call(*, pk: int, by: Actor) -> Call:
    """One's own call; of another, one that is over and whose case exists for this person. Raises NotFound."""
    found = Call.objects.select_related("case", "caller").filter(pk=pk).first()
    if found is not None and found.ended_at is not None and sees_case(by=by, case=found.case):
        return found
    return call_row(pk=pk, by=by)


def written_call(*, pk: int, by: Actor) -> Call:
    """A call this person makes, or wrote in before somebody took it over. Raises NotFound."""
    found = Call.objects.select_related("case", "caller").filter(pk=pk).first()
    if found is None or (found.caller.key != by.key and not wrote_in(found, by)):
        raise NotFound(_("There is no such call, or it is somebody else's."))
    return found


def open_call(*, by: Actor) -> Call | None:
    """The call this person is in."""
    kind, _sign, number = by.key.partition(":")
    rows = Call.objects.select_related("case").filter(ended_at=None)
    return rows.filter(caller=int(number)).first() if kind == "person" else None


def aside_row(*, call: Call, pk: int) -> Aside:
    """Words beside those of this call. Raises NotFound."""
    found = Aside.objects.filter(pk=pk, words__call=call).first()
    if found is None:
        raise NotFound(_("There are no such words in this call."))
    return found


def quote_row(*, call: Call, pk: int) -> Quote:
    """A quote of this call. Raises NotFound."""
    found = call.quotes.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such quote in this call."))
    return found


def requirement_row(*, call: Call, pk: int) -> Requirement:
    """A requirement of this call. Raises NotFound."""
    found = call.requirements.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Nothing like that was noted in this call."))
    return found


def proposal_row(*, call: Call, pk: int) -> Proposal:
    """A proposal of this call. Raises NotFound."""
    found = call.proposals.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such offer in this call."))
    return found


def support_row(*, pk: int, by: Actor) -> Support:
    """A task of help, for its owner and whoever works on the case. Raises NotFound."""
    found = Support.objects.select_related("case", "owner").filter(pk=pk).first()
    if found is None or not may_help(by=by, support=found):
        raise NotFound(_("There is no such task."))
    return found


def fields_of(call: Call, step: Step) -> tuple[FieldShown, ...]:
    """The fields of a step, in order."""
    return tuple(field_of(call, field) for field in WRITES[step])


def field_of(call: Call, field: Field, *, unwritten: str = "") -> FieldShown:
    """One field; `unwritten` stands in it until somebody writes there."""
    label, hint = LABELS[field]
    row = next((each for each in call.words.all() if each.field == field), None)
    if row is None:
        return FieldShown(field.value, str(label), str(hint), unwritten, 0)
    beside = tuple(
        AsideShown(each.pk, each.text, each.saved_at, each.saved_by.name)
        for each in row.asides.filter(settled_at=None).select_related("saved_by").order_by("pk")
    )
    return FieldShown(field.value, str(label), str(hint), row.text or unwritten, row.version, beside)


def text_of(call: Call) -> str:
    """Everything written while listening, for the suggestion."""
    heard = (Field.NOTES, Field.WANTS, Field.WHY, Field.FEELINGS, Field.FACTS, Field.CORRECTION)
    words = {each.field: each.text for each in call.words.all()}
    quotes = call.quotes.filter(withdrawn_at=None).values_list("text", flat=True)
    parts = [*(words.get(field.value, "") for field in heard), *quotes]
    return "\n".join(part.strip() for part in parts if part.strip())


def names_of(case: Case, *, caller: str) -> dict[str, str]:
    """The names in what is said; a customer known only by an id is not called by it."""
    name = "" if case.name.strip() == case.customer else case.name.strip()
    return {"customer": name, "caller": caller, "company": settings.COMPANY.name}


def quotes_of(call: Call) -> QuotesShown:
    """The quotes that stand, in the order they were said, and who may hear them."""
    rows = call.quotes.filter(withdrawn_at=None)
    return QuotesShown(
        id=call.pk,
        quotes=tuple(QuoteShown(row.pk, row.text, row.said_at) for row in rows),
        teams=tuple((team.pk, team.name) for team in teams()),
    )


def requirements_of(call: Call) -> tuple[RequirementShown, ...]:
    """What was asked for in this call."""
    rows = call.requirements.filter(withdrawn_at=None).order_by("pk")
    return tuple(RequirementShown(row.pk, row.words, row.said_at) for row in rows)


def support_of(call: Call, *, at: datetime) -> tuple[SupportShown, ...]:
    """The help this case was promised, whoever promised it."""
    rows = call.case.support.filter(dropped_at=None).select_related("owner").order_by("due_at", "pk")
    return tuple(
        SupportShown(
            id=row.pk,
            what=row.what,
            owner=row.owner.name,
            due_at=row.due_at,
            is_done=row.done_at is not None,
            is_overdue=row.done_at is None and row.due_at < at,
        )
        for row in rows
    )


def proposals_of(call: Call) -> tuple[ProposalShown, ...]:
    """The offers of this call."""
    rows = call.proposals.filter(withdrawn_at=None).order_by("pk")
    return tuple(
        ProposalShown(row.pk, row.words, Money(row.cost, row.currency), row.until_on, row.sent_at is not None)
        for row in rows
    )


def support_page(row: Support, *, by: Actor, at: datetime) -> TaskPage:
    """One task of help."""
    return TaskPage(
        id=row.pk,
        customer=row.case.title,
        case=row.case_id if sees_case(by=by, case=row.case) else None,
        what=row.what,
        owner=row.owner.name,
        made_by=row.made_by,
        due_at=row.due_at,
        is_overdue=row.done_at is None and row.dropped_at is None and row.due_at < at,
        done_at=row.done_at,
        done_words=row.done_words,
        dropped_at=row.dropped_at,
        dropped_because=row.dropped_because,
    )


def saved_document(saved: Words | Aside) -> dict[str, Any]:
    """What became of words that were sent, for the page that sent them and for programs."""
    if isinstance(saved, Aside):
        return {"aside": saved.pk, "version": saved.words.version, "text": saved.words.text}
    return {"aside": None, "version": saved.version, "text": saved.text}


def left_alone_row(*, pk: int, by: Actor) -> Case:
    """A case whose customer was left alone, for whoever did so. Raises NotFound."""
    found = Case.objects.filter(pk=pk, ending=Ending.LEFT_ALONE).first()
    if found is None or not may_undo_leave_alone(by=by, case=found):
        raise NotFound(_("There is no such case, or it is somebody else's."))
    return found


def next_place(by: Actor) -> str:
    """Where the next call waits for this person."""
    return reverse("recovery:queue" if by.may(QUEUE) else "recovery:calls")
