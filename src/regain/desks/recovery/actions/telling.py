"""Tell whoever is back what we changed: their case stays ended, and nothing is asked for."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.asking import HOWS, NobodyToTell, UnknownWay
from regain.desks.recovery.actions.leaving.shared import told
from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor


@verb("recovery.tell_returned", allow=policy.works_case)
def tell_returned(*, by: Actor, at: datetime, case: Case, how: str) -> Case:
    """They came back, and heard what we changed; the reminder is settled. Raises NobodyToTell, UnknownWay."""
    if how not in HOWS:
        raise UnknownWay(_("Say how they were told: by a call, an e-mail or a letter."))
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.ending != Ending.RETURNED or not told(row, by=by, at=at, how=how, asked_again=False):
        raise NobodyToTell(_("There is nothing new to tell %(name)s.") % {"name": row.title})
    return row
