"""Say that a customer is back, take it back, and hold what was said against the sales."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.ledger import policy
from regain.knowledge.ledger.events import ReturnConfirmed, ReturnRecorded
from regain.knowledge.ledger.models import Return


class AlreadyBack(Conflict):
    """This return is on record."""


class NoReason(Invalid):
    """A return that is taken back without a reason teaches nobody anything."""


class NotOnRecord(Conflict):
    """There is no such return, or it was taken back already."""


@verb("ledger.record_return", allow=policy.may_record)
def record_return(*, by: Actor, at: datetime, customer: str, left_on: date, source: str, words: str = "") -> Return:
    """Record that a customer is said to be back after this departure. Raises AlreadyBack."""
    try:
        with transaction.atomic():
            row = Return.objects.create(
                customer=customer, left_on=left_on, said_at=at, said_by=by.name, source=source, words=words.strip()
            )
    except IntegrityError as known:
        raise AlreadyBack(_("This customer's return is on record already.")) from known
    announce(ReturnRecorded(customer=customer, left_on=left_on, source=source))
    return row


@verb("ledger.withdraw_return", allow=policy.may_withdraw)
def withdraw_return(*, by: Actor, at: datetime, customer: str, left_on: date, because: str) -> Return:
    """Take back what was said, with the reason; it stays in the history. Raises NoReason, NotOnRecord."""
    reason = " ".join(because.split())
    if not reason:
        raise NoReason(_("Say why this return is taken back; the sentence stays with it."))
    row = Return.objects.filter(customer=customer, left_on=left_on, withdrawn_at=None).first()
    if row is None:
        raise NotOnRecord(_("There is no return of this customer on record, or it was taken back already."))
    row.withdrawn_at, row.withdrawn_because = at, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return row


@verb("ledger.match_returns", allow=policy.is_the_system)
def match_returns(*, by: Actor, at: datetime, bought: Mapping[int, date], known_until: date) -> int:
    """Write down who of those said to be back bought, and until when the facts were looked at. Gives how many did.

    `bought` is return → day of the first purchase after the departure.
    """
    waiting = Return.objects.filter(bought_on=None, withdrawn_at=None)
    waiting.update(known_until=known_until)
    rows = [row for row in waiting.filter(pk__in=list(bought)) if bought[row.pk] >= row.left_on]
    for row in rows:
        row.bought_on = bought[row.pk]
        announce(ReturnConfirmed(row.customer, row.left_on, row.bought_on, row.source))
    Return.objects.bulk_update(rows, ["bought_on"], batch_size=500)
    return len(rows)
