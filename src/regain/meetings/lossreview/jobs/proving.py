"""Day by day every fix is measured: its verdict is kept when it changes, and what came back is opened again."""

from contextlib import suppress

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.knowledge.valuation.queries import looks as lives
from regain.meetings.lossreview.actions.proving import NotClosed, NotFixed, bring_back, keep_proof
from regain.meetings.lossreview.queries.fixed import looks
from regain.meetings.lossreview.queries.measuring import looked_at


@task()
def measure_fixes() -> dict[str, int]:
    """Look at every fixed issue; the same again changes nothing. Customers are counted first where nobody has.

    Where somebody opened one or took its fix back meanwhile, that stands, and holds up no other.
    """
    asked = looked_at()
    if asked is not None and lives.balance(asked) is None:
        lives.make(asked)
    by, at = System("loss review"), clock.now()
    news, back = 0, 0
    for look in looks():
        with suppress(NotClosed, NotFixed):
            if look.is_back:
                bring_back(by=by, at=at, issue=look.issue, found=look.found)
                back += 1
            elif look.is_news:
                keep_proof(by=by, at=at, issue=look.issue, found=look.found)
                news += 1
    return {"news": news, "back": back}
