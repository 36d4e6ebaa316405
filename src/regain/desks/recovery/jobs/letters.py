"""Letters take a while: each customer is asked about at the guard, and a file has one letter a page."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from regain.desks.recovery.actions import mailing as verbs
from regain.desks.recovery.actions.leaving.shared import address_of, new_link
from regain.desks.recovery.events import LettersWanted, MailingWanted
from regain.desks.recovery.queries import finding, letters
from regain.desks.recovery.rules.letters import leaving
from regain.foundation.jobs.progress import reporter
from regain.foundation.kit import clock
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.export import BYTE_ORDER_MARK, disarmed
from regain.foundation.ui import formats
from regain.foundation.ui.paper import pdf
from regain.knowledge.playbook.queries.answers import asked_since

if TYPE_CHECKING:
    from regain.desks.recovery.models import Letter, Mailing, ReturnLink

AT_ONCE: Final = 100
TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "recovery" / "paper" / "letters.typ"
HEAD: Final = ("customer", "name", "address", "subject", "text", "way_back")


def queue_preparing(event: LettersWanted) -> None:
    """Prepare them as soon as a worker is free."""
    prepare_letters.enqueue(cycle=event.cycle, how=event.how, asked_by=event.asked_by)


def queue_mailing(event: MailingWanted) -> None:
    """Make them as soon as a worker is free."""
    make_mailing.enqueue(mailing=event.mailing, asked_by=event.asked_by)


@task()
def prepare_letters(*, cycle: int, how: str, asked_by: str) -> dict[str, object]:
    """Write every letter the cycle decided on that was not made; again, it asks anew about those that waited."""
    report, by = reporter(), finding.actor_of(asked_by)
    row, total, done, ready = letters.cycle_by(cycle), letters.to_prepare(cycle).count(), 0, 0
    for some in letters.portions(cycle, AT_ONCE):
        report(_("Asking the guard about each customer"), done, total)
        ready += verbs.prepare_letters(by=by, at=clock.now(), cycle=row, decisions=some, how=how)
        done += len(some)
    report(_("Prepared"), total, total)
    return {"period": row.period, "ready": ready, "prepared": done}


@task()
def make_mailing(*, mailing: int, asked_by: str) -> dict[str, object]:
    """Make the file, or send the e-mails; a worker that dies begins again, and no letter goes twice.

    What the guard said on an earlier day is asked again.
    """
    report, by = reporter(), finding.actor_of(asked_by)
    row = letters.mailing_row(mailing)
    if row.done_at is not None:
        return {"mailing": row.pk, "count": row.count}
    waiting = letters.of_mailing(row)
    ask = verbs.mail_letter if row.form == "email" else verbs.ask_for_letter
    today = clock.now().astimezone(settings.COMPANY.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    fresh = asked_since(numbers=[letter.answer for letter in waiting if letter.answer is not None], since=today)
    for done, letter in enumerate(waiting):
        report(_("Asking the guard about each letter"), done, len(waiting))
        if row.form == "email" or letter.answer not in fresh:
            ask(by=by, at=clock.now(), letter=letter)
    row = _finished(row, by=by)
    report(_("Made"), len(waiting), len(waiting))
    return {"mailing": row.pk, "count": row.count}


def _finished(row: "Mailing", *, by: Actor) -> "Mailing":
    """The file is written before anybody hears of it; until then nothing counts as made."""
    at = clock.now()
    if row.form == "email":
        return verbs.finish_mailing(by=by, at=at, mailing=row, letters=[], links=[], file=None)
    left = letters.of_mailing(row)
    links = [new_link(by=by, at=at, decision=letter.decision) for letter in left]
    file = letters.file_of(row)
    file.parent.mkdir(parents=True, exist_ok=True)
    with translation.override(settings.LANGUAGE_CODE):
        file.write_bytes(_pdf(left, links) if row.form == "pdf" else _csv(left, links))
    return verbs.finish_mailing(by=by, at=at, mailing=row, letters=left, links=links, file=file)


def _pdf(left: "Sequence[Letter]", links: "Sequence[ReturnLink]") -> bytes:
    sheets = []
    for letter, link in zip(left, links, strict=True):
        text = leaving(letter.text, way_back=address_of(link.key))
        address = [letter.name, *(line.strip() for line in letter.address.splitlines())]
        sheets.append(
            {
                "subject": letter.subject,
                "address": [line for line in dict.fromkeys(address) if line],
                "paragraphs": [part.splitlines() for part in text.split("\n\n") if part.strip()],
            }
        )
    company = settings.COMPANY
    return pdf(
        TEMPLATE,
        {
            "title": _("Letters"),
            "company": company.name,
            "language": settings.LANGUAGE_CODE.split("-")[0],
            "day": formats.day(clock.now().astimezone(company.tz), "long"),
            "letters": sheets,
        },
    )


def _csv(left: "Sequence[Letter]", links: "Sequence[ReturnLink]") -> bytes:
    """For a mail house: one line a letter, disarmed for spreadsheets."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(HEAD)
    for letter, link in zip(left, links, strict=True):
        way_back = address_of(link.key)
        text = leaving(letter.text, way_back=way_back)
        cells = (letter.customer, letter.name, letter.address, letter.subject, text, way_back)
        lines.writerow([disarmed(cell) for cell in cells])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()
