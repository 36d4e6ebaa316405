"""The letters a cycle decided on: prepare all, make them in one go, post them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.leaving.shared import made, public_address
from regain.desks.recovery.actions.lettering import LeftAlone, LetterIsOver
from regain.desks.recovery.events import LettersWanted, MailingWanted
from regain.desks.recovery.models import Cycle, Decision, Letter, Mailing, ReturnLink
from regain.desks.recovery.queries import composing
from regain.desks.recovery.queries.letters import names_to_pull, to_pull
from regain.desks.recovery.rules.letters import About, Way
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.events import announce
from regain.knowledge.playbook.actions import guard
from regain.knowledge.playbook.queries import guard as asked
from regain.knowledge.playbook.rules.guard import Purpose, Verdict

FORMS: Final = {"pdf": Way.LETTER, "csv": Way.LETTER, "email": Way.EMAIL}
MOST: Final = {"pdf": 1_000, "csv": 50_000, "email": 5_000}
"""Letters in one go; the next ones come with the next mailing."""


class CycleIsDraft(Conflict):
    """Nobody writes on the strength of a draft."""


class NothingReady(Conflict):
    """No letter of this form is ready."""


class UnknownForm(Invalid):
    """Neither a PDF, a list nor e-mails."""


@verb("recovery.want_letters", allow=policy.may_draft)
def want_letters(*, by: Actor, at: datetime, cycle: Cycle, how: str) -> Cycle:
    """Have every letter of the cycle prepared in the background; again, it asks about those that waited.

    Raises CycleIsDraft, UnknownForm.
    """
    if not cycle.is_approved:
        raise CycleIsDraft(_("This cycle is a draft. Approve it first, then prepare its letters."))
    if how not in set(Way):
        raise UnknownForm(_("Choose letters or e-mails."))
    announce(LettersWanted(cycle=cycle.pk, how=how, asked_by=by.key))
    return cycle


@verb("recovery.prepare_letters", allow=policy.may_draft)
def prepare_letters(*, by: Actor, at: datetime, cycle: Cycle, decisions: Sequence[Decision], how: str) -> int:
    """Write to these customers as far as the guard would let it today; nothing leaves yet. How many are ready."""
    kept = {row.decision_id: row for row in Letter.objects.filter(decision__in=decisions, dropped_at=None)}
    ready = 0
    for decision in decisions:
        letter = kept.get(decision.pk) or Letter(about=About.CYCLE, decision=decision)
        if letter.made_at is not None:
            continue
        decision.cycle = cycle
        words = composing.for_decision(decision, sender=by.name)
        letter.customer, letter.name, letter.how = decision.customer, decision.name, how
        letter.subject, letter.text = words.subject, words.text
        letter.prepared_at, letter.prepared_by = at, by.name
        _ask_whether(letter, at=at)
        letter.save()
        ready += letter.verdict != Verdict.BLOCK
    return ready


@verb("recovery.want_mailing", allow=policy.may_draft)
def want_mailing(*, by: Actor, at: datetime, cycle: Cycle, form: str) -> Mailing:
    """Make whatever is ready into a PDF, a list for a mail house, or e-mails, in the background.

    Raises UnknownForm, NothingReady, AddressMissing.
    """
    if form not in FORMS:
        raise UnknownForm(_("Choose a PDF, a list for a mail house, or e-mails."))
    public_address()
    letters = ready_letters(cycle, FORMS[form])
    if form == "pdf":
        letters = letters.exclude(address="")
    chosen = list(letters.order_by("decision__rank").values_list("pk", flat=True)[: MOST[form]])
    if not chosen:
        raise NothingReady(
            _("No letter of this kind is ready. Prepare the letters, or write the addresses down first.")
        )
    mailing = Mailing.objects.create(cycle=cycle, form=form, asked_at=at, asked_by=by.name)
    letters.filter(pk__in=chosen).update(mailing=mailing)
    mailing.count = mailing.letters.count()
    mailing.save(update_fields=["count"])
    announce(MailingWanted(mailing=mailing.pk, asked_by=by.key))
    return mailing


@verb("recovery.ask_for_letter", allow=policy.may_draft)
def ask_for_letter(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """Ask the guard at the moment a letter is made into a file; one it no longer allows leaves the mailing."""
    point = composing.point_for(letter.customer, letter.how)
    answer = guard.ask(
        by=by,
        at=at,
        customer=letter.customer,
        channel=composing.CHANNELS[letter.how],
        purpose=Purpose.RECOVERY,
        point=point.id if point else None,
        subject=f"letter:{letter.pk}",
        automatic=True,
    )
    letter.answer, letter.verdict, letter.sentence = answer.pk, answer.verdict, answer.sentence
    letter.address = point.value if point else ""
    if answer.verdict == Verdict.BLOCK:
        letter.held_until, letter.mailing = answer.until, None
    letter.save()
    return letter


@verb("recovery.mail_letter", allow=policy.may_draft)
def mail_letter(*, by: Actor, at: datetime, letter: Letter) -> Letter:
    """Put one e-mail of a mailing into the outbox, once."""
    row = Letter.objects.select_for_update(of=("self",)).select_related("case", "decision").get(pk=letter.pk)
    if row.made_at is None and row.dropped_at is None:
        made(row, by=by, at=at, is_automatic=True)
        if row.verdict == Verdict.BLOCK:
            Letter.objects.filter(pk=row.pk).update(mailing=None)
    return row


@verb("recovery.finish_mailing", allow=policy.may_draft)
def finish_mailing(
    *,
    by: Actor,
    at: datetime,
    mailing: Mailing,
    letters: Sequence[Letter],
    links: Sequence[ReturnLink],
    file: Path | None,
) -> Mailing:
    """The file is there: its letters are made, and never made again; their ways back are open."""
    ReturnLink.objects.bulk_create(links, batch_size=500)
    numbers = [letter.pk for letter in letters]
    for start in range(0, len(numbers), 500):
        some = Letter.objects.filter(pk__in=numbers[start : start + 500], made_at=None)
        some.update(made_at=at)
    mailing.count = mailing.letters.filter(dropped_at=None).count()
    mailing.done_at, mailing.file = at, file.name if file else ""
    mailing.posted_at, mailing.posted_by = (None, "") if file else (at, by.name)
    mailing.save()
    return mailing


@verb("recovery.post_mailing", allow=policy.may_draft)
def post_mailing(*, by: Actor, at: datetime, mailing: Mailing, are_pulled: bool = False) -> Mailing:
    """It was put into the post, without those who said stop since: `are_pulled` says that their letters were taken out.

    Raises LetterIsOver, LeftAlone with their names.
    """
    row = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if row.done_at is None or row.posted_at is not None:
        raise LetterIsOver(_("Only a mailing that is ready and not yet on its way can be posted."))
    pulled = to_pull(row)
    if pulled and not are_pulled:
        raise LeftAlone(
            _("Asked to be left alone since: %(names)s. Pull their letters out, say so here, then post the rest.")
            % {"names": names_to_pull(pulled)}
        )
    _pull_out(pulled, at=at)
    row.posted_at, row.posted_by = at, by.name
    row.save(update_fields=["posted_at", "posted_by"])
    row.letters.filter(made_at__isnull=False, sent_at=None, dropped_at=None).update(sent_at=at)
    return row


@verb("recovery.remake_mailing", allow=policy.may_draft)
def remake_mailing(*, by: Actor, at: datetime, mailing: Mailing) -> Mailing:
    """Have the file made again without those who said stop since; the ways back it carried are closed.

    Raises LetterIsOver once it is in the post, or while it is being made.
    """
    row = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if not row.file or row.posted_at is not None:
        raise LetterIsOver(_("Only a file that is ready and not yet in the post can be made again."))
    _pull_out(to_pull(row), at=at)
    # The new file holds nothing of theirs, nor of anybody else who dropped out; the old one is not handed out any more.
    row.letters.filter(dropped_at__isnull=False).update(mailing=None)
    left = row.letters.filter(made_at__isnull=False, sent_at=None, dropped_at=None)
    links = ReturnLink.objects.filter(decision__in=left.values("decision"), used_at=None, withdrawn_at=None)
    links.update(withdrawn_at=at, withdrawn_because=_("Its letter was made again"))
    left.update(made_at=None)
    row.done_at, row.file = None, ""
    row.save(update_fields=["done_at", "file"])
    announce(MailingWanted(mailing=row.pk, asked_by=by.key))
    return row


def _pull_out(letters: Sequence[Letter], *, at: datetime) -> None:
    why = _("Asked to be left alone since; pulled out of the mailing.")
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(dropped_at=at, dropped_because=why)


def forget_letters(cycle: Cycle) -> int:
    """A cycle that is a draft again has no letters; refuses once one was made. Raises LetterIsOver."""
    letters = Letter.objects.filter(decision__cycle=cycle)
    if letters.filter(made_at__isnull=False).exists():
        raise LetterIsOver(_("Letters of this cycle are made already, so this approval stays."))
    count, _each = letters.delete()
    Mailing.objects.filter(cycle=cycle).delete()
    return count


def ready_letters(cycle: Cycle, way: Way) -> QuerySet[Letter]:
    """Letters of a cycle that may be made now."""
    return Letter.objects.filter(
        decision__cycle=cycle,
        decision__kind=Kind.LETTER,
        how=way,
        made_at=None,
        dropped_at=None,
        mailing=None,
        verdict__in=[Verdict.ALLOW, Verdict.WARN],
    )


def _ask_whether(letter: Letter, *, at: datetime) -> None:
    """What the guard would say now of the best address; nothing is kept of the asking."""
    channel = composing.CHANNELS[letter.how]
    said = asked.may(customer=letter.customer, channel=channel, purpose=Purpose.RECOVERY, when=at, automatic=True)
    letter.address = said.point.value if said.point else ""
    letter.verdict, letter.rule, letter.sentence = said.verdict, said.rule[:80], said.sentence
    letter.held_until = said.until if said.verdict == Verdict.BLOCK else None
