"""What may be done with one case, from its page or from the queue: time it, hand it over, end it, hold it."""

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.queries import handing
from regain.desks.recovery.queries.cases import case_row
from regain.desks.recovery.queries.clocks import promise
from regain.desks.recovery.rules.cases import Ending
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.ui import formats
from regain.foundation.ui.toasts import say


class Unreadable(Invalid):
    """What a form sent is no day, no time or no choice."""


def keep(request: HttpRequest, case_id: int) -> HttpResponse:
    """The screen is still there."""
    by = actor_of(request)
    actions.keep(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    return HttpResponse(status=204)


def release(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let it go."""
    by = actor_of(request)
    case = actions.release(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    say(request, _("%(name)s is back in the queue.") % {"name": case.title})
    return redirect("recovery:queue")


def take_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """Go on instead of whoever had it."""
    by = actor_of(request)
    case = actions.take_over(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    say(request, _("%(name)s is on your screen now. Every word is kept.") % {"name": case.title})
    return redirect("recovery:case", case_id=case.pk)


def snooze(request: HttpRequest, case_id: int) -> HttpResponse:
    """Not before a day, and why."""
    by, sent = actor_of(request), request.POST
    until = _morning(sent.get("day", ""))
    case = case_row(pk=case_id, by=by)
    case = actions.snooze(by=by, at=clock.now(), case=case, until=until, words=sent.get("words", ""))
    say(request, _("%(name)s waits until %(day)s.") % {"name": case.title, "day": formats.day(case.next_at)})
    return _back(request, case_id)


def call_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """A moment the customer was told, on their clock."""
    by, sent = actor_of(request), request.POST
    case = actions.call_back(
        by=by,
        at=clock.now(),
        case=case_row(pk=case_id, by=by),
        day=_day(sent.get("day", "")),
        on=_time(sent.get("time", "")),
        zone=sent.get("zone", "") or timezone.get_default_timezone_name(),
        words=sent.get("words", ""),
    )
    say(request, _("%(name)s: call back on %(when)s.") % {"name": case.title, "when": promise(case)})
    return _back(request, case_id)


def park(request: HttpRequest, case_id: int) -> HttpResponse:
    """Be patient until a day, and why."""
    by, sent = actor_of(request), request.POST
    until, case = _morning(sent.get("day", "")), case_row(pk=case_id, by=by)
    case = actions.park(by=by, at=clock.now(), case=case, until=until, words=sent.get("words", ""))
    undo = reverse("recovery:unpark", args=[case_id])
    say(request, _("%(name)s rests until %(day)s.") % {"name": case.title, "day": formats.day(case.next_at)}, undo=undo)
    return _back(request, case_id)


def unpark(request: HttpRequest, case_id: int) -> HttpResponse:
    """Patience is over."""
    by = actor_of(request)
    case = actions.unpark(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    say(request, _("%(name)s may be called now.") % {"name": case.title})
    return _back(request, case_id)


def hand_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """To a person; to nobody, and it is free."""
    by, at, to = actor_of(request), clock.now(), request.POST.get("person", "")
    case = case_row(pk=case_id, by=by)
    if to.isdigit():
        case = actions.hand_over(by=by, at=at, case=case, person=handing.receiver(int(to)))
        say(request, _("%(person)s owns the case of %(name)s now.") % {"person": case.owner, "name": case.title})
    else:
        case = actions.free_case(by=by, at=at, case=case)
        say(request, _("The case of %(name)s is free now.") % {"name": case.title})
    stays = request.POST.get("back") == "case" and handing.may_hand(by)
    return redirect("recovery:case", case_id=case_id) if stays else redirect("recovery:queue")


def end_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """End it, and why."""
    by, sent = actor_of(request), request.POST
    if sent.get("ending", "") not in set(Ending):
        raise Unreadable(_("Choose how the case ends."))
    ending, words = Ending(sent["ending"]), sent.get("words", "")
    case = actions.end_case(by=by, at=clock.now(), case=case_row(pk=case_id, by=by), ending=ending, words=words)
    say(request, _("The case of %(name)s has ended.") % {"name": case.title})
    return redirect("recovery:queue")


def reopen_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Open it again, and why."""
    by = actor_of(request)
    case, words = case_row(pk=case_id, by=by), request.POST.get("words", "")
    case = actions.reopen_case(by=by, at=clock.now(), case=case, words=words)
    say(request, _("The case of %(name)s is open again.") % {"name": case.title})
    return redirect("recovery:case", case_id=case_id)


def _back(request: HttpRequest, case_id: int) -> HttpResponse:
    """To the case; from the queue back to the queue."""
    if request.POST.get("back") == "queue":
        return redirect("recovery:queue")
    return redirect("recovery:case", case_id=case_id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Unreadable(_("Choose a day.")) from wrong


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as wrong:
        raise Unreadable(_("Choose a time.")) from wrong


def _morning(text: str) -> datetime:
    """The beginning of the working day on the company's clock."""
    return timezone.make_aware(datetime.combine(_day(text), time(8)))
