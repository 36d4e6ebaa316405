"""The easy way back: one address, one step. Its key is shown once; only a digest stays."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.closing import reopen_case
from regain.desks.recovery.actions.ending import leave_alone
from regain.desks.recovery.actions.leaving.shared import new_link
from regain.desks.recovery.actions.opening import case_of
from regain.desks.recovery.actions.sparing import refuse_spared
from regain.desks.recovery.events import CaseEnded, CaseOpened, WayBackUsed
from regain.desks.recovery.models import Case, ReturnLink
from regain.desks.recovery.queries import guarding
from regain.desks.recovery.queries.executives import answerable
from regain.desks.recovery.rules.cases import FINAL, Ending, Next
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind
from regain.knowledge.playbook.actions.consents import give_consent
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.events import ContactStopped
from regain.knowledge.playbook.rules.guard import Channel, Purpose

LONGEST_WORDS: Final = 2_000
LONGEST_WHEN: Final = 200


class LinkIsOver(Conflict):
    """It was used or withdrawn, or its days are over."""


@verb("recovery.make_return_link", allow=policy.works_case)
def make_return_link(*, by: Actor, at: datetime, case: Case) -> ReturnLink:
    """A personal address for the customer, good for sixty days. The answer carries the key, once.

    Raises CaseHasEnded, NobodyToReach.
    """
    refuse_ended(case)
    refuse_spared(case.customer, channel=Channel.LETTER, at=at)
    made = new_link(by=by, at=at, case=case)
    made.save()
    return made


@verb("recovery.withdraw_return_link", allow=policy.works_its_case)
def withdraw_return_link(*, by: Actor, at: datetime, link: ReturnLink) -> ReturnLink:
    """Let the address stop working. Raises LinkIsOver."""
    row = _locked(link)
    if row.withdrawn_at or row.used_at:
        raise LinkIsOver(_("This address was used or withdrawn already."))
    row.withdrawn_at, row.withdrawn_because = at, _("Withdrawn by %(name)s") % {"name": by.name}
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return row


@verb("recovery.open_way_back", allow=policy.is_the_system)
def open_way_back(*, by: Actor, at: datetime, link: ReturnLink) -> ReturnLink:
    """Somebody, or the scanner of a mail server, looked at it for the first time. Nothing else follows from that."""
    ReturnLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    return link


@verb("recovery.use_way_back", allow=policy.is_the_system)
def use_way_back(*, by: Actor, at: datetime, link: ReturnLink, words: str, call_me_at: str) -> ReturnLink:
    """The customer would like to come back: whoever owns the case is told, or the managers where nobody does.

    That they ask to be called is their consent to that call. Where nobody may work on it again, the page says so.
    A second press changes nothing. Raises LinkIsOver.
    """
    row = _locked(link)
    if row.used_at is not None:
        return row
    if row.withdrawn_at is not None or row.until <= at:
        raise LinkIsOver(_("This address no longer works."))
    case = _case_for(row, by=by, at=at)
    row.case, row.used_at, row.opened_at = case or row.case, at, row.opened_at or at
    row.said, row.call_me_at = words.strip()[:LONGEST_WORDS], " ".join(call_me_at.split())[:LONGEST_WHEN]
    row.save()
    if case is None:
        _tell_managers(row, by=by, at=at, words=_("%(name)s would like to come back, and nobody may call them."))
        return row
    if row.call_me_at:
        _keep_consent(case, row, by=by, at=at)
    _promise(case, row, at=at)
    announce(WayBackUsed(case=case.pk, customer=case.customer))
    if case.owner is None:
        _tell_managers(row, by=by, at=at, words=_("%(name)s would like to come back. Nobody owns the case."))
        return row
    remind(
        by=by,
        at=at,
        person=case.owner,
        words=_("%(name)s would like to come back. Get in touch today.") % {"name": case.title},
        href=reverse("recovery:case", args=[case.pk]),
        due_at=at,
        key=f"recovery.way_back:{row.pk}",
    )
    return row


@verb("recovery.stop_by_way_back", allow=policy.is_the_system)
def stop_by_link(*, by: Actor, at: datetime, link: ReturnLink, words: str) -> ReturnLink:
    """Whoever holds the link wants to be left alone: it counts at once, everywhere, and an open case ends."""
    row = _locked(link)
    person = row.case or row.decision
    assert person is not None
    said = words.strip()[:500] or _("Asked to be left alone on the way back.")
    case = Case.objects.filter(customer=person.customer, ended_at=None).first()
    if case is not None:
        leave_alone(by=by, at=at, case=case, words=said)
    else:
        stop(by=by, at=at, customer=person.customer, words=said, source=f"recovery:way_back:{row.pk}")
    close_ways(customer=person.customer, at=at)
    return row


def withdraw_links(event: CaseEnded) -> None:
    """A case that ends without a return closes the way it had opened; kept with the ending itself."""
    if event.ending == Ending.RETURNED:
        return
    ended = Case.objects.filter(pk=event.case).values_list("ended_at", flat=True).first()
    ReturnLink.objects.filter(case=event.case, used_at=None, withdrawn_at=None).update(
        withdrawn_at=ended, withdrawn_because=_("The case ended")
    )


def close_ways_of(event: ContactStopped) -> None:
    """Kept with the stop itself, wherever it was said."""
    close_ways(customer=event.customer, at=event.at)


def close_ways(*, customer: str, at: datetime) -> int:
    """Whoever is left alone has no open address; how many were closed."""
    theirs = Q(case__customer=customer) | Q(decision__customer=customer)
    rows = ReturnLink.objects.filter(theirs, used_at=None, withdrawn_at=None).values_list("pk", flat=True)
    return ReturnLink.objects.filter(pk__in=list(rows)).update(
        withdrawn_at=at, withdrawn_because=_("Wants to be left alone")
    )


def _keep_consent(case: Case, link: ReturnLink, *, by: Actor, at: datetime) -> None:
    """They asked for the call themselves, in these words."""
    words = _("Would like to come back, and asked to be called: %(when)s.") % {"when": link.call_me_at}
    give_consent(
        by=by,
        at=at,
        customer=case.customer,
        purpose=Purpose.RECOVERY,
        channel=Channel.CALL,
        given_at=at,
        how=_("Way back page"),
        text=f"{words} {link.said}".strip(),
        document=f"recovery:way_back:{link.pk}",
    )


def _promise(case: Case, link: ReturnLink, *, at: datetime) -> None:
    """Whoever would like to come back comes before everything else; patience is over."""
    asked = _("Asked to be called: %(when)s.") % {"when": link.call_me_at} if link.call_me_at else ""
    words = " ".join(filter(None, [_("Would like to come back."), asked, link.said]))
    Case.objects.filter(pk=case.pk, ended_at=None).update(
        next_kind=Next.CALL_BACK,
        next_at=at,
        next_words=words,
        next_zone="",
        is_promised=True,
        parked_at=None,
        parked_words="",
    )


def _tell_managers(link: ReturnLink, *, by: Actor, at: datetime, words: str) -> None:
    person = link.case or link.decision
    assert person is not None
    href = reverse("recovery:case", args=[link.case.pk]) if link.case else ""
    for manager in answerable():
        key = f"recovery.way_back:{link.pk}:{manager.pk}"
        said = words % {"name": person.title}
        remind(by=by, at=at, person=manager, words=said, href=href, due_at=at, key=key)


def _case_for(link: ReturnLink, *, by: Actor, at: datetime) -> Case | None:
    """The case of whoever holds the link: their open one, theirs opened again, or a new one for the team.

    None where nobody may work on it again.
    """
    person = link.case or link.decision
    assert person is not None
    theirs = Case.objects.filter(customer=person.customer).select_related("owner")
    found = theirs.filter(ended_at=None).first()
    if found is not None:
        return found
    if theirs.filter(ending__in=FINAL).exists() or guarding.stopped([person.customer]):
        return None
    ended = link.case or theirs.filter(decision=link.decision).first()
    if ended is not None:
        return reopen_case(by=by, at=at, case=ended, words=_("Would like to come back."))
    decision = link.decision
    assert decision is not None
    case = case_of(decision, by=by, at=at, currency=decision.cycle.currency)
    case.kind = Kind.TEAM
    case.save()
    announce(CaseOpened(case=case.pk, customer=case.customer, left_on=case.left_on))
    return case


def _locked(link: ReturnLink) -> ReturnLink:
    rows = ReturnLink.objects.select_for_update(of=("self",))
    return rows.select_related("case__owner", "decision__cycle").get(pk=link.pk)
