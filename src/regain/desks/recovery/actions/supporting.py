"""Help at once: one task for one customer, with an owner and a deadline. And what winning them back may cost."""

from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.inside import inside, stand_at
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.models import Call, Case, Support
from regain.foundation.audit.verb import verb
from regain.foundation.kit import money
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person
from regain.knowledge.playbook.rules.steps import Step

LONGEST = 4_000


class NothingWritten(Invalid):
    """Something has to be said."""


class DeadlineIsOver(Invalid):
    """A deadline lies ahead."""


class TooDear(Conflict):
    """It costs more than winning this customer back is worth."""


class AlreadySettled(Conflict):
    """It is done, dropped or taken back."""


@verb("recovery.add_support", allow=policy.may_call)
def add_support(
    *, by: Actor, at: datetime, call: Call, what: str, owner: Person, due_at: datetime, then: Step | None = None
) -> Support:
    """Help at once: what is done for them, by whom, until when. The owner is reminded; the screen goes on to `then`.

    Raises NothingWritten, DeadlineIsOver.
    """
    row = inside(call, by=by)
    task = _said(what, _("Say in a sentence what is to be done for them."))
    if due_at <= at:
        raise DeadlineIsOver(_("The deadline has passed already. Choose one that can be kept."))
    if owner.left_at is not None:
        raise Invalid(_("%(name)s does not work here any more. Choose somebody else.") % {"name": owner.name})
    support = Support.objects.create(
        case=row.case, call=row, what=task, owner=owner, due_at=due_at, made_at=at, made_by=by.name
    )
    remind(
        by=by,
        at=at,
        person=owner,
        words=_("Help for %(name)s: %(what)s") % {"name": row.case.title, "what": task[:200]},
        href=reverse("recovery:support", args=[support.pk]),
        due_at=due_at,
        key=key_of(support),
    )
    stand_at(row, then)
    return support


@verb("recovery.finish_support", allow=policy.may_help)
def finish_support(*, by: Actor, at: datetime, support: Support, words: str = "") -> Support:
    """It is done, and how. Raises AlreadySettled."""
    row = _open_support(support)
    row.done_at, row.done_by, row.done_words = at, by.name, " ".join(words.split())[:LONGEST]
    row.save(update_fields=["done_at", "done_by", "done_words"])
    settle(by=by, at=at, key=key_of(row))
    return row


@verb("recovery.drop_support", allow=policy.may_help)
def drop_support(*, by: Actor, at: datetime, support: Support, because: str) -> Support:
    """It is not done, with the reason. Raises ReasonMissing, AlreadySettled."""
    why = reason_from(because, _("Say why this is not done; the customer was told it would be."))
    row = _open_support(support)
    row.dropped_at, row.dropped_because = at, why
    row.save(update_fields=["dropped_at", "dropped_because"])
    settle(by=by, at=at, key=key_of(row))
    return row


def refuse_too_dear(case: Case, cost: Decimal, *, by: Actor) -> None:
    """Raises TooDear above the maximum spend, unless whoever manages decides so; none is known without a cycle."""
    if case.decision_id is not None and cost > case.maximum_spend and not policy.sees_every_case(by):
        raise TooDear(
            _("This costs %(cost)s; winning them back is worth %(most)s at most. Choose less, or ask a manager.")
            % {"cost": money.text(cost), "most": money.text(case.maximum_spend)}
        )


def key_of(support: Support) -> str:
    """Under which its reminder is kept."""
    return f"recovery:support:{support.pk}"


def _said(text: str, sentence: str) -> str:
    said = text.strip()[:LONGEST]
    if not said:
        raise NothingWritten(sentence)
    return said


def _open_support(support: Support) -> Support:
    row = Support.objects.select_for_update(of=("self",)).select_related("case", "owner").get(pk=support.pk)
    if row.done_at is not None or row.dropped_at is not None:
        raise AlreadySettled(_("This was done or dropped already."))
    return row
