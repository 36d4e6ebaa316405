"""Write down what became of a cycle: who of it bought, and what its calls did beside the control group."""

from collections.abc import Mapping
from datetime import date, datetime

from regain.desks.recovery import policy
from regain.desks.recovery.models import Comeback, Cycle, FollowUp
from regain.desks.recovery.queries import results
from regain.desks.recovery.rules.results import HORIZON, is_over, tallies
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.knowledge.ledger.actions import keep_measured
from regain.knowledge.ledger.queries.returns import CameBack
from regain.knowledge.ledger.rules.measuring import Counted

AT_ONCE = 2_000


@verb("recovery.follow_cycle", allow=policy.is_the_system)
def follow_cycle(
    *,
    by: Actor,
    at: datetime,
    cycle: Cycle,
    since: date,
    known_until: date,
    bought: Mapping[str, CameBack],
    lasting: tuple[list[dict[str, float]], str],
) -> FollowUp:
    """Replace what was known of this cycle by what everybody in it bought from `since` up to `known_until`.

    `lasting` is what `rules.lasting` makes of those who returned after an attempt. Once the horizon is over, the
    calls' counts become evidence for what a call is worth.
    """
    FollowUp.objects.filter(cycle=cycle).delete()
    row = FollowUp.objects.create(
        cycle=cycle,
        since=since,
        known_until=known_until,
        looked_at=at,
        lasting=lasting[0],
        lasting_words=lasting[1],
    )
    _write_comebacks(row, bought)
    if is_over(since=since, known_until=known_until):
        _keep(by=by, at=at, row=row)
    return row


def _write_comebacks(row: FollowUp, bought: Mapping[str, CameBack]) -> None:
    # The cycle is read and held against the few who bought, not the other way round: a database binds far fewer values
    # than a cycle has customers.
    decisions = row.cycle.decisions.order_by().values_list("pk", "customer").iterator(chunk_size=AT_ONCE)
    back = [
        Comeback(
            decision_id=pk,
            follow_up=row,
            first_on=each.first_on,
            last_on=each.last_on,
            purchase_days=each.purchase_days,
            spent=each.spent,
            left_again_on=each.left_again_on,
        )
        for pk, customer in decisions
        if (each := bought.get(customer)) is not None
    ]
    Comeback.objects.bulk_create(back, batch_size=AT_ONCE)


def _keep(*, by: Actor, at: datetime, row: FollowUp) -> None:
    counted = [
        Counted(segment, each.tried, each.tried_returned, each.control, each.control_returned)
        for segment, each in tallies(results.followed(row.cycle)).items()
    ]
    trial = f"recovery:{row.cycle.period}"
    keep_measured(by=by, at=at, trial=trial, drawn_on=row.since, horizon_days=HORIZON, counted=counted)
