"""What they say would win them back: written like a note, put on record when the screen goes on."""

from datetime import datetime

from regain.desks.recovery.actions.asking import LONGEST_WORDS
from regain.desks.recovery.actions.offering import add_requirement
from regain.desks.recovery.models import Call
from regain.desks.recovery.rules.calls import Field
from regain.foundation.kit.actor import Actor


def take_wish(call: Call, by: Actor, at: datetime) -> None:
    """Turn the wish that stands in the call into one of its requirements, inside a verb; its field is empty again.

    What is too long for one stays in the field.
    """
    row = call.words.filter(field=Field.WISH).first()
    said = row.text.strip() if row else ""
    if row is None or not said:
        return
    add_requirement(by=by, at=at, call=call, words=said[:LONGEST_WORDS])
    call.refresh_from_db(fields=["asked_at"])
    row.text, row.version, row.pen, row.saved_at = said[LONGEST_WORDS:], row.version + 1, "", at
    row.save()
