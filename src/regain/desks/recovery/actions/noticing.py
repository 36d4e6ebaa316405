"""Notice in the facts that customers have come back by themselves: nobody calls to win back who is here."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.closing import finish
from regain.desks.recovery.models import Case
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.ui import formats
from regain.knowledge.ledger.actions import match_returns
from regain.knowledge.ledger.queries.returns import waiting


@verb("recovery.notice_returns", allow=policy.is_the_system)
def notice_returns(*, by: Actor, at: datetime, bought: Mapping[str, date], known_until: date) -> int:
    """End the open cases of customers who bought after they had left, and say so in the ledger. Gives how many.

    `bought` is customer → first purchase after the departure. Whoever is in a call finishes it first; the next look
    ends the case.
    """
    busy = Case.objects.filter(calls__ended_at=None, calls__isnull=False).values("pk")
    rows = Case.objects.select_for_update(of=("self",)).filter(ended_at=None, customer__in=list(bought))
    ended = [row for row in rows.exclude(pk__in=busy).order_by("pk") if bought[row.customer] >= row.left_on]
    for row in ended:
        words = _("Bought again on %(day)s.") % {"day": formats.day(bought[row.customer])}
        finish(row, by=by, at=at, ending=Ending.RETURNED, words=words)
    said = waiting()
    known = {said[row.customer][0]: bought[row.customer] for row in ended if row.customer in said}
    match_returns(by=by, at=at, bought=known, known_until=known_until)
    return len(ended)
