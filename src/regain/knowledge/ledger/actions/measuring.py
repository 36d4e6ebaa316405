"""Keep what a trial measured once its horizon is over: the evidence for what an attempt is worth."""

from collections.abc import Sequence
from datetime import date, datetime

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.ledger import policy
from regain.knowledge.ledger.models import Measured
from regain.knowledge.ledger.rules.measuring import Counted


@verb("ledger.keep_measured", allow=policy.is_the_system)
def keep_measured(
    *, by: Actor, at: datetime, trial: str, drawn_on: date, horizon_days: int, counted: Sequence[Counted]
) -> int:
    """Put these counts in the place of what was measured of the trial before. Gives how many segments."""
    Measured.objects.filter(trial=trial).delete()
    rows = [
        Measured(
            trial=trial,
            segment=each.segment,
            drawn_on=drawn_on,
            horizon_days=horizon_days,
            tried=each.tried,
            tried_returned=each.tried_returned,
            control=each.control,
            control_returned=each.control_returned,
            measured_at=at,
        )
        for each in counted
    ]
    Measured.objects.bulk_create(rows)
    return len(rows)
