"""Write in a call: every pause saves, and of two texts none is lost. What the customer said is kept as they said it."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import somebody
from regain.desks.recovery.actions.inside import current, inside, keep_hold, write
from regain.desks.recovery.models import Aside, Call, Quote, Words
from regain.desks.recovery.queries import standing
from regain.desks.recovery.rules.calls import Field
from regain.desks.recovery.rules.writing import Keep, clean, settled
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid

LONGEST_QUOTE = 2_000


class AsideIsSettled(Conflict):
    """Somebody settled it in the meantime."""


class WordsMovedOn(Conflict):
    """The text in place is not the one they looked at."""


class NothingSaid(Invalid):
    """A quote without words."""


class QuoteIsGone(Conflict):
    """It was taken back already."""


@verb("recovery.save_words", allow=policy.may_call)
def save_words(
    *, by: Actor, at: datetime, call: Call, field: Field, text: str, version: int, pen: str = ""
) -> Words | Aside:
    """Write one field of the call over the version the writer saw; an older one is kept as an Aside beside it.

    `pen` names the open page, whose own earlier words never stand beside its later ones. Renews the hold of the case.
    When somebody took the call over, what the other still had on the screen is kept beside it, too.
    Raises TooLong, SomebodyElsesCall, CallIsOver.
    """
    row = current(call)
    writer = somebody(by)
    if writer.pk == row.caller_id:
        keep_hold(row, at=at)
    elif not standing.wrote_in(row, writer):
        inside(row, by=by)
    return write(row, writer=writer, field=field, text=text, version=version, pen=pen, at=at)


@verb("recovery.settle_aside", allow=policy.may_call)
def settle_aside(*, by: Actor, at: datetime, call: Call, aside: Aside, keep: Keep, version: int) -> Words:
    """Of two texts of one field keep the one aside (mine), the one in place (theirs), or both, one after the other.

    Raises AsideIsSettled, WordsMovedOn, SomebodyElsesCall, CallIsOver.
    """
    row = inside(call, by=by)
    kept = Aside.objects.select_for_update(of=("self",)).select_related("words").get(pk=aside.pk, words__call=row)
    if kept.settled_at is not None:
        raise AsideIsSettled(_("These two texts were settled already. The page shows the one that stayed."))
    words = kept.words
    if words.version != version:
        raise WordsMovedOn(_("The text in place changed while you looked at the two. Look once more."))
    words.text = settled(keep=keep, mine=kept.text, theirs=words.text)
    words.version, words.pen, words.saved_at, words.saved_by = words.version + 1, "", at, row.caller
    words.save()
    kept.settled_at, kept.settled_by = at, by.name
    kept.save(update_fields=["settled_at", "settled_by"])
    return words


@verb("recovery.note_quote", allow=policy.may_call)
def note_quote(*, by: Actor, at: datetime, call: Call, text: str) -> Quote:
    """Keep the customer's own words. Raises NothingSaid, SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    said = clean(text).strip().strip("\"'“”„‚‘’«»").strip()[:LONGEST_QUOTE]
    if not said:
        raise NothingSaid(_("Mark or write the words the customer said, then keep them as a quote."))
    again = row.quotes.filter(text=said, withdrawn_at=None).first()
    return again or Quote.objects.create(call=row, text=said, said_at=at, noted_by=row.caller)


@verb("recovery.withdraw_quote", allow=policy.may_call)
def withdraw_quote(*, by: Actor, at: datetime, call: Call, quote: Quote) -> Quote:
    """Take a quote back; it is no longer shown. Raises QuoteIsGone, SomebodyElsesCall, CallIsOver."""
    row = inside(call, by=by)
    kept = row.quotes.filter(pk=quote.pk, withdrawn_at=None).first()
    if kept is None:
        raise QuoteIsGone(_("This quote was taken back already."))
    kept.withdrawn_at = at
    kept.save(update_fields=["withdrawn_at"])
    return kept
