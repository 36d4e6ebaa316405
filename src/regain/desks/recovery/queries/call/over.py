"""A call that is over, to be read: who spoke when, how it ended, and everything that was written down in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from regain.desks.recovery.models import Call, Proposal, Requirement, Support
from regain.desks.recovery.policy import sees_case
from regain.desks.recovery.queries.call.closing import ANSWERS, QUESTIONS
from regain.desks.recovery.queries.call.diagnosis import Chosen, chosen
from regain.desks.recovery.queries.call.parts import LABELS, AsideShown, ProposalShown, SupportShown
from regain.desks.recovery.queries.standing import source_of
from regain.desks.recovery.rules.calls import Field
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.knowledge.playbook.queries.causes import departures_of
from regain.knowledge.playbook.rules.causes import Answer, Standing, Told

OUTSIDE: Final = Told(Answer.NOT_ASKED)


@dataclass(frozen=True)
class Passage:
    """What stands in one field, and what was never settled beside it."""

    label: str
    text: str
    asides: tuple[AsideShown, ...]


@dataclass(frozen=True)
class Over:
    """Everything of a call that ended."""

    id: int
    case_id: int | None
    """For those who may see the case."""
    title: str
    caller: str
    kind: str
    outcome: str
    began_at: datetime
    dialled_at: datetime | None
    ended_at: datetime | None
    verified_at: datetime | None
    passages: tuple[Passage, ...]
    quotes: tuple[str, ...]
    reasons: tuple[Chosen, ...]
    could_not_say: bool
    wishes: tuple[str, ...]
    support: tuple[SupportShown, ...]
    proposals: tuple[ProposalShown, ...]
    answers: tuple[tuple[str, str], ...]


def over(call: Call, *, by: Actor) -> Over:
    """A call that ended, for whoever may read it."""
    told = _told(call)
    return Over(
        id=call.pk,
        case_id=call.case_id if sees_case(by=by, case=call.case) else None,
        title=call.case.title,
        caller=call.caller.name,
        kind=str(call.get_kind_display()),
        outcome=str(call.get_outcome_display()),
        began_at=call.began_at,
        dialled_at=call.dialled_at,
        ended_at=call.ended_at,
        verified_at=call.verified_at,
        passages=_passages(call),
        quotes=tuple(call.quotes.filter(withdrawn_at=None).values_list("text", flat=True)),
        reasons=chosen(told),
        could_not_say=told.answer is Answer.COULD_NOT_SAY,
        wishes=tuple(row.words for row in Requirement.objects.filter(call=call, withdrawn_at=None).order_by("pk")),
        support=_support(call),
        proposals=_proposals(call),
        answers=tuple(_answers(call)),
    )


def _told(call: Call) -> Told:
    """What was confirmed in this call, otherwise what we thought in it."""
    wanted = Standing.CONFIRMED if call.verified_at else Standing.DIAGNOSED
    said = (
        each.told
        for departure in departures_of(call.case.customer)
        if departure.left_on == call.case.left_on
        for each in departure.said
        if each.source == source_of(call) and each.standing is wanted
    )
    return next(said, OUTSIDE)


def _passages(call: Call) -> tuple[Passage, ...]:
    rows = {row.field: row for row in call.words.prefetch_related("asides__saved_by")}
    found = []
    for field in Field:
        row = rows.get(field.value)
        if row is None:
            continue
        beside = tuple(
            AsideShown(each.pk, each.text, each.saved_at, each.saved_by.name)
            for each in row.asides.all()
            if each.settled_at is None
        )
        if row.text.strip() or beside:
            found.append(Passage(str(LABELS[field][0]), row.text, beside))
    return tuple(found)


def _support(call: Call) -> tuple[SupportShown, ...]:
    rows = Support.objects.filter(call=call, dropped_at=None).select_related("owner").order_by("due_at", "pk")
    return tuple(
        SupportShown(row.pk, row.what, row.owner.name, row.due_at, row.done_at is not None, is_overdue=False)
        for row in rows
    )


def _proposals(call: Call) -> tuple[ProposalShown, ...]:
    rows = Proposal.objects.filter(call=call, withdrawn_at=None).order_by("pk")
    return tuple(
        ProposalShown(row.pk, row.words, Money(row.cost, row.currency), row.until_on, row.sent_at is not None)
        for row in rows
    )


def _answers(call: Call) -> list[tuple[str, str]]:
    titles = {value: str(title) for value, title in ANSWERS}
    found = [(str(words), titles[value]) for name, words in QUESTIONS.items() if (value := getattr(call, name))]
    if call.willingness is not None:
        willing = _("%(number)s of 10") % {"number": call.willingness}
        found.append((_("How willing are they to come back?"), willing))
    if call.destination:
        went = ": ".join(filter(None, (str(call.get_destination_display()), call.destination_name)))
        found.append((_("Where did they go?"), went))
    return found
