"""Who may look after jobs."""

from regain.foundation.jobs.models import Job
from regain.foundation.kit.actor import Actor


def may_manage(*, by: Actor, job: Job, **_: object) -> bool:
    """Those who see the background may stop it or run it again."""
    return by.may("jobs.view")
