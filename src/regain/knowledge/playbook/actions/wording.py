"""Put the words of a step or a letter anew, or go back to earlier ones. Every version stays."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor, System
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.playbook.models.wording import Wording
from regain.knowledge.playbook.policy import wording as policy
from regain.knowledge.playbook.queries import wording as queries
from regain.knowledge.playbook.queries.wording_words import sentence_of
from regain.knowledge.playbook.rules.wording import LONGEST_WHY, SHIPPED, Kind, Text, faults

SHIPPER = System("as shipped")


@verb("playbook.wording_changed", allow=policy.may_edit)
def change_wording(*, by: Actor, at: datetime, kind: str, step: str, seen: int, text: Text, why: str = "") -> Wording:
    """Use these words from now on, if version `seen` is still the one in use.

    Raises NotFound for a step that is not there, Invalid for words that cannot be used, Conflict when somebody
    was faster or nothing changed.
    """
    which = queries.which(kind, step)
    trimmed = text.trimmed()
    for fault in faults(trimmed, SHIPPED[which].names):
        raise Invalid(sentence_of(fault))
    if len(why) > LONGEST_WHY:
        raise Invalid(_("The reason has at most %(most)s letters.") % {"most": LONGEST_WHY})
    return _write(which, trimmed, by=by, at=at, seen=seen, why=" ".join(why.split()))


@verb("playbook.wording_taken_back", allow=policy.may_edit)
def go_back_to_wording(*, by: Actor, at: datetime, kind: str, step: str, seen: int, version: int) -> Wording:
    """Use the words of an earlier version again, as a new version. Raises NotFound, Conflict."""
    which = queries.which(kind, step)
    earlier = queries.version_text(which, version)
    return _write(which, earlier, by=by, at=at, seen=seen, back_to=version)


def _write(
    which: tuple[Kind, str],
    text: Text,
    *,
    by: Actor,
    at: datetime,
    seen: int,
    why: str = "",
    back_to: int | None = None,
) -> Wording:
    now = queries.in_use(which)
    if now.version != seen:
        raise Conflict(queries.sentence_of_faster(now))
    if now.text == text:
        raise Conflict(_("These are the words in use already; nothing was changed."))
    kind, step = which
    try:
        with transaction.atomic():
            if not now.is_kept:
                _row(which, now.text, version=1, by=SHIPPER, at=at).save()
            row = _row(which, text, version=seen + 1, by=by, at=at)
            row.why, row.back_to = why, back_to
            row.save()
    except IntegrityError as faster:
        raise Conflict(queries.sentence_of_faster(queries.in_use(which))) from faster
    return Wording.objects.get(kind=kind, step=step, version=row.version)


def _row(which: tuple[Kind, str], text: Text, *, version: int, by: Actor, at: datetime) -> Wording:
    kind, step = which
    return Wording(
        kind=kind.value,
        step=step,
        version=version,
        made_at=at,
        made_by=by.key,
        made_by_name=by.name,
        **text.parts,
    )
