"""The easy way back: one address, one step. Its key is shown once; only a digest stays."""

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.claiming import refuse_ended
from regain.desks.recovery.actions.ending import leave_alone
from regain.desks.recovery.actions.leaving.shared import new_link
from regain.desks.recovery.actions.opening import case_of, refuse_open
from regain.desks.recovery.events import CaseEnded, CaseOpened, WayBackUsed
from regain.desks.recovery.models import Case, Decision, ReturnLink
from regain.desks.recovery.rules.cases import Ending, Next
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.events import ContactStopped

LONGEST_WORDS: Final = 2_000
LONGEST_WHEN: Final = 200


class LinkIsOver(Conflict):
    """It was used or withdrawn, or its days are over."""


@verb("recovery.make_return_link", allow=policy.works_case)
def make_return_link(*, by: Actor, at: datetime, case: Case) -> ReturnLink:
    """A personal address for the customer, good for sixty days. The answer carries the key, once.

    Raises CaseHasEnded.
    """
    refuse_ended(case)
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
    """The customer would like to come back: a call is promised, and whoever owns the case is told.

    A second press changes nothing. Raises LinkIsOver.
    """
    row = _locked(link)
    if row.used_at is not None:
        return row
    if row.withdrawn_at is not None or row.until <= at:
        raise LinkIsOver(_("This address no longer works."))
    case = row.case or _case_for(row.decision, by=by, at=at)
    row.case, row.used_at, row.opened_at = case, at, row.opened_at or at
    row.said, row.call_me_at = words.strip()[:LONGEST_WORDS], " ".join(call_me_at.split())[:LONGEST_WHEN]
    row.save()
    _promise_call(case, row, at=at)
    announce(WayBackUsed(case=case.pk, customer=case.customer))
    if case.owner is not None:
        remind(
            by=by,
            at=at,
            person=case.owner,
            words=_("%(name)s would like to come back. Call today.") % {"name": case.title},
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


def _promise_call(case: Case, link: ReturnLink, *, at: datetime) -> None:
    """A promised call comes before everything else; patience is over."""
    said = [link.call_me_at and _("Asked to be called: %(when)s.") % {"when": link.call_me_at}, link.said]
    words = " ".join(filter(None, [_("Would like to come back."), *said]))
    Case.objects.filter(pk=case.pk, ended_at=None).update(
        next_kind=Next.CALL_BACK,
        next_at=at,
        next_words=words,
        next_zone="",
        is_promised=True,
        parked_at=None,
        parked_words="",
    )


def _case_for(decision: Decision | None, *, by: Actor, at: datetime) -> Case:
    """The case of somebody who got a letter: their open one, or a new one for the team."""
    if decision is None:
        raise LinkIsOver(_("This address no longer works."))
    found = Case.objects.filter(customer=decision.customer, ended_at=None).first()
    if found is not None:
        return found
    refuse_open(customer=decision.customer, title=decision.title)
    case = Case.objects.filter(decision=decision).first() or case_of(
        decision, by=by, at=at, currency=decision.cycle.currency
    )
    case.kind = Kind.TEAM
    case.ended_at, case.ended_by, case.ending, case.ended_words = None, "", "", ""
    case.save()
    announce(CaseOpened(case=case.pk, customer=case.customer, left_on=case.left_on))
    return case


def _locked(link: ReturnLink) -> ReturnLink:
    rows = ReturnLink.objects.select_for_update(of=("self",))
    return rows.select_related("case__owner", "decision__cycle").get(pk=link.pk)
