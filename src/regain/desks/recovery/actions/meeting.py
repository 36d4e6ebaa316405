"""Meet a need: what we changed goes to everybody who asked, first as a call to make."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from regain.desks.recovery import policy
from regain.desks.recovery.actions.shared import reason_from
from regain.desks.recovery.events import NeedMet
from regain.desks.recovery.models import Case, Need, Requirement
from regain.desks.recovery.rules.cases import FINAL, Ending, Next
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person

REMEMBERED: Final = (
    "next_kind",
    "next_at",
    "next_words",
    "is_promised",
    "parked_at",
    "parked_words",
    "ended_at",
    "ended_by",
    "ending",
    "ended_words",
)
"""What a case is like before its customer is called up, and gets back when that is taken back."""
MOMENTS: Final = ("next_at", "parked_at", "ended_at")
AT_ONCE: Final = 500


class NeedIsMet(Conflict):
    """It was met before."""


class NeedIsSetAside(Conflict):
    """We said that we will not."""


class SomebodyWasTold(Conflict):
    """A customer has heard it, so it cannot be unsaid."""


class NotMet(Conflict):
    """There is nothing to take back."""


@verb("recovery.meet_need", allow=policy.may_draft)
def meet_need(*, by: Actor, at: datetime, need: Need, change: str) -> Need:
    """We changed it: everybody who asked is to be told and asked again, by a call first.

    Their cases are opened again or unparked. Raises ReasonMissing, NeedIsMet, NeedIsSetAside.
    """
    said = reason_from(change, _("Say what we changed, in a sentence for the customers who asked."))
    row = Need.objects.select_for_update().get(pk=need.pk)
    if row.met_at is not None:
        raise NeedIsMet(_("“%(title)s” was met already.") % {"title": row.title})
    if row.set_aside_at is not None:
        raise NeedIsSetAside(_("“%(title)s” was set aside. Take it up again first.") % {"title": row.title})
    row.met_at, row.met_by, row.change = at, by.name, said
    row.save(update_fields=["met_at", "met_by", "change"])
    call_up(row, by=by, at=at)
    asked = row.requirements.filter(withdrawn_at=None).values("case__customer").distinct().count()
    announce(NeedMet(need=row.pk, title=row.title, asked_by=asked))
    return row


@verb("recovery.take_meeting_back", allow=policy.may_draft)
def take_meeting_back(*, by: Actor, at: datetime, need: Need) -> Need:
    """It is not there after all: cases stand as they stood. Raises NotMet, SomebodyWasTold."""
    row = Need.objects.select_for_update().get(pk=need.pk)
    if row.met_at is None:
        raise NotMet(_("“%(title)s” was not met.") % {"title": row.title})
    if row.requirements.filter(told_at__isnull=False).exists():
        raise SomebodyWasTold(_("Somebody was told that “%(title)s” is there, so it stays met.") % {"title": row.title})
    _put_back(row.requirements.filter(before__isnull=False).select_related("case"), met_at=row.met_at)
    row.requirements.update(called_up_at=None, before=None)
    settle(by=by, at=at, key=telling_key(need=row.pk))
    row.met_at, row.met_by, row.change = None, "", ""
    row.save(update_fields=["met_at", "met_by", "change"])
    return row


@verb("recovery.link_issue", allow=policy.may_draft)
def link_issue(*, by: Actor, at: datetime, need: Need, issue_key: str) -> Need:
    """The issue that answers this need; empty takes it away."""
    need.issue = issue_key.strip()[:40]
    need.save(update_fields=["issue"])
    return need


@verb("recovery.meet_needs_of_issue", allow=policy.may_draft)
def meet_needs_of_issue(*, by: Actor, at: datetime, issue_key: str, change: str) -> tuple[Need, ...]:
    """The issue is solved: every open need linked to it is met."""
    rows = Need.objects.filter(issue=issue_key, met_at=None, set_aside_at=None).exclude(issue="").order_by("pk")
    return tuple(meet_need(by=by, at=at, need=row, change=change) for row in rows)


def call_up(need: Need, by: Actor, at: datetime) -> int:
    """Put everybody who asked and was not told on the list of calls; how many cases.

    Whoever wants to be left alone, or is gone, is never on it. Whoever came back is told by the owner of their case,
    who is reminded of it; the case stays ended.
    """
    waiting = need.requirements.filter(withdrawn_at=None, told_at=None, called_up_at=None)
    rows = list(waiting.exclude(case__ending__in=FINAL).select_related("case__owner").order_by("-pk"))
    open_now = _open_cases({row.case.customer for row in rows})
    cases: dict[int, Case] = {}
    for row in rows:
        row.called_up_at = at
        case = row.case if row.case.is_open else open_now.get(row.case.customer, row.case)
        if case.ending == Ending.RETURNED:
            _remind(case, need, by=by, at=at)
            continue
        if case.pk in cases:
            continue
        row.before = {"case": case.pk, **{name: _plain(getattr(case, name)) for name in REMEMBERED}}
        open_now[case.customer] = _called_up(case, need, at=at)
        cases[case.pk] = case
    Requirement.objects.bulk_update(rows, ["called_up_at", "before"], batch_size=AT_ONCE)
    Case.objects.bulk_update(cases.values(), list(REMEMBERED), batch_size=AT_ONCE)
    return len(cases)


def telling_key(*, need: int | None, case: int | None = None) -> str:
    """What the reminders to tell a customer who is back go by: those of a need, or of one case under it."""
    return f"recovery:tell:{need}" if case is None else f"recovery:tell:{need}:{case}"


def _remind(case: Case, need: Need, *, by: Actor, at: datetime) -> None:
    """Ask whoever won them back to tell them, or whoever met the need where nobody did."""
    person = case.owner or by
    if not isinstance(person, Person):
        return
    words = _("Tell %(name)s, who is back: %(change)s") % {"name": case.title, "change": need.change}
    href = reverse("recovery:case", args=[case.pk]) + "#asked"
    key = f"{telling_key(need=need.pk, case=case.pk)}:{at.isoformat()}"
    remind(by=by, at=at, person=person, words=words, href=href, due_at=at, key=key)


def _called_up(case: Case, need: Need, *, at: datetime) -> Case:
    """The case with the telling next; a moment that was promised is kept. Unsaved."""
    case.ended_at, case.ended_by, case.ending, case.ended_words = None, "", "", ""
    case.parked_at, case.parked_words = None, ""
    case.next_kind, case.next_words = Next.TELL, need.change
    case.next_at = case.next_at if case.is_promised else at
    return case


def _open_cases(customers: set[str]) -> dict[str, Case]:
    """The open case of each, by customer."""
    names = sorted(customers)
    found: dict[str, Case] = {}
    for start in range(0, len(names), AT_ONCE):
        some = Case.objects.filter(customer__in=names[start : start + AT_ONCE], ended_at=None)
        found |= {case.customer: case for case in some}
    return found


def _put_back(rows: Iterable[Requirement], *, met_at: datetime) -> None:
    """Give each case back what it was, unless somebody worked on it since."""
    before = {row.before["case"]: row.before for row in rows if row.before}
    untouched = Case.objects.filter(pk__in=before, next_kind=Next.TELL, ended_at=None)
    cases = list(untouched.exclude(calls__began_at__gte=met_at))
    for case in cases:
        for name in REMEMBERED:
            setattr(case, name, _read(name, before[case.pk][name]))
        if case.ended_at is not None:
            case.held_by, case.held_until = None, None
    Case.objects.bulk_update(cases, [*REMEMBERED, "held_by", "held_until"], batch_size=AT_ONCE)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    return parse_datetime(value) if name in MOMENTS and value else value
