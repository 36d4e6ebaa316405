"""What did you hear: fifteen minutes on one page, made for a thumb."""

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.actions.ending import Question
from regain.desks.recovery.actions.hearing import Story, Task, keep_heard
from regain.desks.recovery.queries import heard as queries
from regain.desks.recovery.queries.executives import call_of_executive
from regain.desks.recovery.queries.finding import person_row
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.follows import Course, Follow, course
from regain.desks.recovery.web.call.promising import moment
from regain.desks.recovery.web.call.shared import NotReadable, number, writings
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.rules.steps import Step


def hear(request: HttpRequest, case_id: int) -> HttpResponse:
    """Have the customer on the page: begin to listen, or go on where one was."""
    by = actor_of(request)
    case = call_of_executive(pk=case_id, by=by)
    actions.begin_call(by=by, at=clock.now(), case=case, kind=CallKind.LISTENING)
    return redirect("recovery:heard", case_id=case_id)


def heard(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page while one is in the call; sending it keeps a choice, or ends the call. Without a call, the brief."""
    by, at = actor_of(request), clock.now()
    call = queries.open_call_of(call_of_executive(pk=case_id, by=by), by=by)
    if call is None:
        return redirect("recovery:brief", case_id=case_id)
    if request.method != "POST":
        return screen(request, "recovery/heard.html", queries.heard_page(by=by, at=at, call=call))
    if request.POST.get("do") == "keep":
        story = _so_far(request.POST, noted=queries.reasons_of(call))
        keep_heard(by=by, at=at, call=call, story=story)
        return HttpResponse(status=204)
    try:
        story = _story(request.POST, noted=queries.reasons_of(call))
        done = actions.note_heard(by=by, at=at, call=call, story=story, writings=writings(request.POST))
    except (Invalid, Conflict) as refused:
        actions.go_to_step(by=by, at=at, call=call, step=Step(call.step), writings=writings(request.POST))
        page = queries.heard_page(by=by, at=at, call=call, sent=request.POST.dict())
        return screen(request, "recovery/heard.html", page, refused=refused.sentence, status=422)
    say(request, _("%(name)s: saved. Whoever prepares the review sees it today.") % {"name": done.case.title})
    return redirect("recovery:calls")


def _story(form: QueryDict, *, noted: tuple[str, str]) -> Story:
    whole = replace(_so_far(form, noted=noted), task=_task(form), course=_course(form))
    if not form.get("reason"):
        raise NotReadable(_("Choose a reason. “They could not say” and “Not clear yet” are answers, too."))
    return whole


def _so_far(form: QueryDict, *, noted: tuple[str, str]) -> Story:
    """What is chosen on the page; reasons that are noted so already stay with the weights they have."""
    reason, also = form.get("reason", ""), form.get("also", "")
    is_new = (reason, also) != noted
    return Story(
        strengths=_strengths({also: Strength.LITTLE, reason: Strength.MOST}) if is_new else None,
        could_not_say=reason == queries.COULD_NOT_SAY,
        agreed=bool(form.get("agreed")),
        answers={question: value for question in Question if (value := number(form.get(question.value))) is not None},
    )


def _strengths(reasons: Mapping[str, Strength]) -> dict[int, Strength]:
    return {pk: strength for text, strength in reasons.items() if (pk := number(text)) is not None}


def _task(form: QueryDict) -> Task | None:
    what = form.get("what", "").strip()
    if not what:
        return None
    owner = person_row(number(form.get("owner")))
    if owner is None:
        raise NotReadable(_("Choose who does it."))
    if not form.get("due_day"):
        raise NotReadable(_("Choose until when it is done."))
    return Task(what, owner, moment(form.get("due_day", ""), form.get("due_time", ""), settings.COMPANY.zone))


def _course(form: QueryDict) -> Course:
    follow = form.get("follow", "")
    if follow not in set(Follow):
        raise NotReadable(_("Say what comes next."))
    when, zone = None, form.get("zone", "")
    if follow == Follow.CALL_BACK:
        when = moment(form.get("day", ""), form.get("time", ""), zone)
    return course(Follow(follow), at=clock.now(), words=form.get("next_step", "").strip(), moment=when, zone=zone)
