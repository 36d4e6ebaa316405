"""What the steps of a call are made of: words in a field, quotes, promises, and rows found for the verbs."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Aside, Call, Proposal, Quote, Requirement, Support
from regain.desks.recovery.rules.calls import WRITES, Field, Step
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.money import Money

LABELS: dict[Field, tuple[str | Promise, str | Promise]] = {
    Field.NOTES: (gettext_lazy("Notes"), gettext_lazy("Write as they speak. A line is enough.")),
    Field.WANTS: (gettext_lazy("Wants"), gettext_lazy("What they want.")),
    Field.WHY: (gettext_lazy("Why"), gettext_lazy("Why they want it.")),
    Field.FEELINGS: (gettext_lazy("Feelings"), gettext_lazy("How it was for them.")),
    Field.FACTS: (gettext_lazy("Facts"), gettext_lazy("What happened, when, who.")),
    Field.READ_BACK: (gettext_lazy("Say it back"), gettext_lazy("Change it until it sounds like you.")),
    Field.CORRECTION: (gettext_lazy("What is different?"), gettext_lazy("What they corrected, in their words.")),
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


def call_row(*, pk: int, by: Actor) -> Call:
    """The call of this person, for the verbs. Raises NotFound, also for somebody else's."""
    kind, _sign, number = by.key.partition(":")
    rows = Call.objects.select_related("case", "caller").filter(pk=pk)
    found = rows.filter(caller=int(number)).first() if kind == "person" else rows.first()
    if found is None:
        raise NotFound(_("There is no such call, or it is somebody else's."))
    return found


def written_call(*, pk: int, by: Actor) -> Call:
    """A call this person makes, or wrote in before somebody took it over. Raises NotFound."""
    found = Call.objects.select_related("case", "caller").filter(pk=pk).first()
    if found is None or (found.caller.key != by.key and not _wrote(found, by)):
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


def support_row(*, pk: int) -> Support:
    """A task of help. Raises NotFound."""
    found = Support.objects.select_related("case", "owner").filter(pk=pk).first()
    if found is None:
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


def quotes_of(call: Call) -> tuple[QuoteShown, ...]:
    """The quotes that stand, in the order they were said."""
    rows = call.quotes.filter(withdrawn_at=None)
    return tuple(QuoteShown(row.pk, row.text, row.said_at) for row in rows)


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


def _wrote(call: Call, by: Actor) -> bool:
    kind, _sign, number = by.key.partition(":")
    mine = {"saved_by": int(number)} if kind == "person" else {"pk__in": ()}
    return call.words.filter(**mine).exists() or Aside.objects.filter(words__call=call, **mine).exists()
