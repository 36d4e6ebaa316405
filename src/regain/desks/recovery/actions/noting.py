"""The notes of a case, written by whoever works on it; two at once lose nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import somebody
from regain.desks.recovery.models import Case, Notes
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.merging import merged

LONGEST = 20_000


class NotesTooLong(Invalid):
    """More than anybody reads before a call."""


@dataclass(frozen=True)
class Saved:
    """The notes as they are now, and whom they were brought together with."""

    notes: Notes
    merged_with: str = ""
    is_contested: bool = False
    """Both wrote in the same place; both versions stand there."""


@verb("recovery.save_notes", allow=policy.works_case)
def save_notes(*, by: Actor, at: datetime, case: Case, text: str, version: int) -> Saved:
    """Save what began from `version`; where somebody else saved since, both are brought together.

    Raises NotesTooLong.
    """
    person, words = somebody(by), "\n".join(line.rstrip() for line in text.splitlines()).strip()
    if len(words) > LONGEST:
        raise NotesTooLong(_("Notes hold %(most)s characters. Keep the essence.") % {"most": LONGEST})
    for _try in range(3):
        newest = case.notes.first()
        base = case.notes.filter(version=version).first()
        theirs, known = (newest.text, newest.version) if newest else ("", 0)
        if newest is not None and words == theirs:
            return Saved(newest)
        both = merged(base=base.text if base else "", theirs=theirs, mine=words) if known != version else None
        try:
            with transaction.atomic():
                made = Notes.objects.create(
                    case=case, version=known + 1, text=both.text if both else words, saved_at=at, saved_by=person
                )
        except IntegrityError:
            continue
        other = newest.saved_by.name if both and newest else ""
        return Saved(made, merged_with=other, is_contested=bool(both and both.is_contested))
    raise Invalid(_("Several people are saving these notes at this moment. Save again."))
