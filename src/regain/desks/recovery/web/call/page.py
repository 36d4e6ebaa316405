"""The call on the screen: begin it, go through its steps, and save every word."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.actions.claiming import NotCertified
from regain.desks.recovery.queries import cases
from regain.desks.recovery.queries.call import page as queries
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.call.over import over
from regain.desks.recovery.rules.calls import CallKind, Field
from regain.desks.recovery.rules.writing import Keep
from regain.desks.recovery.web.call.shared import NotReadable, back, in_the_call, number, step, writings
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.rules.steps import Step


def begin(request: HttpRequest, case_id: int) -> HttpResponse:
    """Have the customer on the screen."""
    by = actor_of(request)
    case = cases.case_row(pk=case_id, by=by)
    kind = request.POST.get("kind", "") or queries.usual_kind(case)
    if kind not in set(CallKind):
        raise NotReadable(_("Choose a listening call or a recovery call."))
    try:
        call = actions.begin_call(by=by, at=clock.now(), case=case, kind=CallKind(kind))
    except (Conflict, NotCertified) as refused:
        say(request, refused.sentence, tone=Tone.WARN)
        return redirect(parts.next_place(by))
    return back(call.pk)


def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """The step the call stands at; of a call that is over, all that was written in it."""
    by = actor_of(request)
    row = parts.readable_call(pk=call_id, by=by)
    if row.ended_at is not None:
        return screen(request, "recovery/call/over.html", over(row, by=by))
    return screen(request, "recovery/call/call.html", queries.call_page(by=by, at=clock.now(), call=row))


@in_the_call
def call_step(request: HttpRequest, call_id: int) -> HttpResponse:
    """Save what is on the screen, and go to a step."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    wanted = step(request.POST.get("step")) or Step(row.step)
    actions.go_to_step(by=by, at=clock.now(), call=row, step=wanted, writings=writings(request.POST))
    return back(call_id)


def call_words(request: HttpRequest, call_id: int) -> HttpResponse:
    """Save one field; the answer says which version it is now, or what stands beside it."""
    by = actor_of(request)
    row = parts.written_call(pk=call_id, by=by)
    field = request.POST.get("field", "")
    if field not in set(Field):
        raise NotReadable(_("There is no such field."))
    saved = actions.save_words(
        by=by,
        at=clock.now(),
        call=row,
        field=Field(field),
        text=request.POST.get("text", ""),
        version=number(request.POST.get("version")) or 0,
        pen=request.POST.get("pen", "")[:40],
    )
    told = parts.saved_document(saved)
    if told["aside"]:
        shown = {"field": parts.field_of(row, Field(field)), "page": row, "caller": row.caller.name}
        part = "_asides" if row.caller.key == by.key else "_taken_over"
        told["html"] = render_to_string(f"recovery/call/{part}.html", shown, request)
    return JsonResponse(told)


def call_pulse(request: HttpRequest, call_id: int) -> HttpResponse:
    """The screen is still there."""
    by = actor_of(request)
    actions.keep_call(by=by, at=clock.now(), call=parts.call_row(pk=call_id, by=by))
    return JsonResponse({"version": 0})


@in_the_call
def call_aside(request: HttpRequest, call_id: int, aside_id: int) -> HttpResponse:
    """Settle two texts of one field."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    keep = request.POST.get("keep", "")
    if keep not in set(Keep):
        raise NotReadable(_("Keep yours, keep theirs, or keep both."))
    actions.settle_aside(
        by=by,
        at=clock.now(),
        call=row,
        aside=parts.aside_row(call=row, pk=aside_id),
        keep=Keep(keep),
        version=number(request.POST.get("version")) or 0,
    )
    return back(call_id)
