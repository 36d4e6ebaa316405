"""An issue is fixed: the customers who asked for it are handed to the recovery desk."""

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.meetings.lossreview.actions.handing import hand_over
from regain.meetings.lossreview.events import IssueFixed
from regain.meetings.lossreview.queries.fixed import fixed_row


def queue_handing(event: IssueFixed) -> None:
    """Tell the recovery desk as soon as a worker is free."""
    hand_customers_over.enqueue(issue=event.issue)


@task()
def hand_customers_over(*, issue: int) -> dict[str, int]:
    """Put everybody who asked on the list of those to be told; again changes nothing."""
    row = fixed_row(issue)
    return {"customers": hand_over(by=System("loss review"), at=clock.now(), issue=row) if row else 0}
