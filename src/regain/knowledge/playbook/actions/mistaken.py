"""A stop by mistake: whoever pressed the wrong key takes it back at once. Anything later takes the customer's wish."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions.guard import held
from regain.knowledge.playbook.events import ContactResumed
from regain.knowledge.playbook.models import Stop
from regain.knowledge.playbook.policy import guard as policy

WITHIN: Final = timedelta(minutes=1)


class TooLateToTakeBack(Conflict):
    """It counts everywhere by now, or it was somebody else's."""


@verb("playbook.stop_taken_back", allow=policy.may_work)
def take_stop_back(*, by: Actor, at: datetime, customer: str, source: str) -> int:
    """End the stops this person wrote from this source within the last minute; how many. Raises TooLateToTakeBack.

    Messages that were cancelled stay cancelled.
    """
    held(customer)
    written = Stop.objects.filter(source=source, said_by=by.key, said_at__gte=at - WITHIN, lifted_at=None)
    ended = written.update(lifted_at=at, lifted_by=by.key, lifted_because=_("A mistake, taken back at once."))
    if not ended:
        raise TooLateToTakeBack(
            _("This can be taken back for one minute, by whoever noted it. Later it takes the customer's own wish.")
        )
    announce(ContactResumed(customer=customer))
    return ended
