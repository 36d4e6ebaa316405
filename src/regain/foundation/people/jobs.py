"""The mails this room sends."""

import logging

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from regain.foundation.people.events import PasswordForgotten, PersonInvited
from regain.foundation.people.queries import entrance, pages

log = logging.getLogger("regain.people")


def mail_invitation(event: PersonInvited) -> None:
    """Send the link at once: its token is kept nowhere, so no later job could."""
    link = event.url.rstrip("/") + reverse("people:joining", args=[event.token])
    _send(
        "people/mail/invitation.txt",
        to=event.email,
        invited_by=event.invited_by,
        link=link,
        expires_at=event.expires_at,
        company=pages.company(),
    )


def queue_reset_link(event: PasswordForgotten) -> None:
    """Send later, so that asking takes no longer for an address that works here than for any other."""
    send_reset_link.enqueue(person_id=event.person, url=event.url)


@task()
def send_reset_link(*, person_id: int, url: str) -> None:
    """Make the link and send it; again makes another one, and both work until the password is new."""
    person = entrance.person_of_session(person_id)
    if person is None:
        return
    whom, token = entrance.reset_link_of(person)
    link = url.rstrip("/") + reverse("people:reset", args=[whom, token])
    _send("people/mail/reset.txt", to=person.email, name=person.name, link=link, company=pages.company())


def _send(template: str, *, to: str, **words: object) -> None:
    subject, body = render_to_string(template, words).strip().split("\n", 1)
    send_mail(subject.strip(), body.strip() + "\n", None, [to])
    log.info("Sent %s", template)
