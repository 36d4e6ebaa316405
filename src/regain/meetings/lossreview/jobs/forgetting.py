"""Files that were taken away are forgotten after a while."""

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.meetings.lossreview.actions.attaching import forget_files
from regain.meetings.lossreview.queries.attachments import to_forget


@task()
def forget_withdrawn_files() -> dict[str, int]:
    """Forget what nobody brought back."""
    at = clock.now()
    if not to_forget(at=at).exists():
        return {"forgotten": 0}
    return {"forgotten": forget_files(by=System("worker"), at=at)}
