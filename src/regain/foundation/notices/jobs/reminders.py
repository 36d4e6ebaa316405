"""Mail what people should not forget, once it is due."""

from django_tasks import task

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.notices.actions.reminders import mail_reminders
from regain.foundation.notices.queries.reminders import people_to_mail

WORKER = System("worker")


@task()
def remind_by_mail() -> int:
    """One mail for each person; returns how many."""
    at = clock.now()
    mails = [mail_reminders(by=WORKER, at=at, person=person) for person in people_to_mail(at=at)]
    return sum(mail is not None for mail in mails)
