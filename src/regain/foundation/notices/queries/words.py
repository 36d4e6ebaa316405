"""The words this room uses in mails, and addresses that work from outside."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from regain.foundation.notices.models import Reminder
from regain.foundation.people.models import Person


def absolute(href: str) -> str:
    """A path of ours as an address; empty where `regain.toml` does not say where this installation is."""
    base: str = settings.CONFIGURATION.web.address
    return base.rstrip("/") + href if base and href else ""


def reminder_mail(reminders: Sequence[Reminder], *, person: Person) -> tuple[str, str]:
    """Subject and text of the mail about these, in the person's language."""
    lines = [(one.words, absolute(one.href)) for one in reminders]
    with translation.override(person.language or settings.LANGUAGE_CODE):
        mail = render_to_string(
            "notices/mail/reminders.txt",
            {"name": person.name, "lines": lines, "first": reminders[0].words, "more": len(reminders) - 1},
        )
    subject, text = mail.strip().split("\n", 1)
    return subject.strip()[:150], text.strip() + "\n"
