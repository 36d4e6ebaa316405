"""Dial, end an attempt, and let a customer be."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.actions.ending import Question
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.prepare import tel_of
from regain.desks.recovery.rules.calls import Outcome
from regain.desks.recovery.rules.cases import Next
from regain.desks.recovery.rules.follows import Course, Follow, course
from regain.desks.recovery.rules.outcomes import Ahead
from regain.desks.recovery.web.call.promising import moment
from regain.desks.recovery.web.call.shared import NotReadable, back, in_the_call, number, writings
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import wants_fragment
from regain.foundation.ui.toasts import Tone, say


@in_the_call
def call_dial(request: HttpRequest, call_id: int) -> HttpResponse:
    """Ask the guard, and dial; a no comes back as its sentence."""
    by, at, point = actor_of(request), clock.now(), request.POST.get("point", "")[:64]
    row = parts.call_row(pk=call_id, by=by)
    answer = actions.dial(by=by, at=at, call=row, point=point, override=request.POST.get("override", ""))
    if wants_fragment(request):
        told = {"allowed": answer.is_allowed, "sentence": answer.sentence}
        return JsonResponse({**told, "href": tel_of(row, point=answer.point, at=at) if answer.is_allowed else ""})
    if not answer.is_allowed:
        say(request, answer.sentence, tone=Tone.WARN)
    return back(call_id)


@in_the_call
def call_end(request: HttpRequest, call_id: int) -> HttpResponse:
    """The attempt is over; the next one waits in the queue."""
    by, at, form = actor_of(request), clock.now(), request.POST
    row = parts.call_row(pk=call_id, by=by)
    outcome = form.get("outcome", "")
    if outcome not in set(Outcome):
        raise NotReadable(_("Say how the attempt ended."))
    follows = _course(request, at=at) if outcome == Outcome.SPOKE else _short(request, Outcome(outcome))
    done = actions.end_call(
        by=by,
        at=at,
        call=row,
        outcome=Outcome(outcome),
        next=follows.next,
        ending=follows.ending,
        answers={question: value for question in Question if (value := number(form.get(question.value))) is not None},
        writings=writings(form),
    )
    say(request, _("%(name)s: %(outcome)s. Saved.") % {"name": done.case.title, "outcome": done.get_outcome_display()})
    return redirect(parts.next_place(by))


@in_the_call
def call_stop(request: HttpRequest, call_id: int) -> HttpResponse:
    """The customer wants to be left alone: at once, everywhere."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    case = actions.leave_alone(by=by, at=clock.now(), case=row.case, call=row, words=request.POST.get("words", ""))
    sentence = _("%(name)s is left alone from now on. Nothing and nobody contacts them.") % {"name": case.title}
    say(request, sentence, undo=reverse("recovery:stop_undo", args=[case.pk]))
    return redirect(parts.next_place(by))


def stop_undo(request: HttpRequest, case_id: int) -> HttpResponse:
    """It was the wrong key."""
    by = actor_of(request)
    actions.undo_leave_alone(by=by, at=clock.now(), case=parts.left_alone_row(pk=case_id, by=by))
    going = parts.open_call(by=by)
    say(request, _("Taken back. The call goes on."))
    return back(going.pk) if going else redirect(parts.next_place(by))


def _course(request: HttpRequest, *, at: datetime) -> Course:
    form = request.POST
    follow = form.get("follow", "")
    if follow not in set(Follow):
        raise NotReadable(_("Say what comes next before you end the call: choose one of the five."))
    when, zone = None, form.get("zone", "")
    if follow == Follow.CALL_BACK:
        when = moment(form.get("day", ""), form.get("time", ""), zone)
    return course(Follow(follow), at=at, words=form.get("next_step", "").strip(), moment=when, zone=zone)


def _short(request: HttpRequest, outcome: Outcome) -> Course:
    form = request.POST
    if outcome is not Outcome.CALL_BACK:
        return Course()
    when, zone = moment(form.get("day", ""), form.get("time", ""), form.get("zone", "")), form.get("zone", "")
    return Course(Ahead(Next.CALL_BACK, when, form.get("words", "").strip(), is_promised=True, zone=zone))
