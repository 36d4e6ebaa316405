"""What is promised in a call: help at once, and an offer in writing."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.actions.proposing import withdraw_proposal
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.queries.finding import person_row
from regain.desks.recovery.rules import clocks
from regain.desks.recovery.web.call.shared import NotReadable, back, in_the_call, number, step, writings
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.rules.steps import Step


@in_the_call
def call_support(request: HttpRequest, call_id: int) -> HttpResponse:
    """Help at once, by somebody, until some day; without words one goes on."""
    by, at, form = actor_of(request), clock.now(), request.POST
    row = parts.call_row(pk=call_id, by=by)
    then = step(form.get("step"))
    if not form.get("what", "").strip():
        actions.go_to_step(by=by, at=at, call=row, step=then or Step(row.step), writings=writings(form))
        return back(call_id)
    owner = person_row(number(form.get("owner")))
    if owner is None:
        raise NotReadable(_("Choose who does it."))
    due_at = moment(form.get("day", ""), form.get("time", ""), settings.COMPANY.zone)
    actions.add_support(by=by, at=at, call=row, what=form["what"], owner=owner, due_at=due_at, then=then)
    say(request, _("%(name)s has the task.") % {"name": owner.name})
    return back(call_id)


def support(request: HttpRequest, support_id: int) -> HttpResponse:
    """A task: what was promised; it is done, or it is not done and why."""
    by, at = actor_of(request), clock.now()
    row = parts.support_row(pk=support_id, by=by)
    if request.method == "POST" and request.POST.get("do") == "drop":
        actions.drop_support(by=by, at=at, support=row, because=request.POST.get("words", ""))
        say(request, _("The task is dropped; the reason stays with the case."))
    elif request.method == "POST":
        actions.finish_support(by=by, at=at, support=row, words=request.POST.get("words", ""))
        say(request, _("Done. The case shows it."))
    else:
        return screen(request, "recovery/call/task.html", parts.support_page(row, by=by, at=at))
    return redirect("recovery:support", support_id=support_id)


@in_the_call
def call_proposals(request: HttpRequest, call_id: int) -> HttpResponse:
    """Write an offer; without words one goes on."""
    by, at, form = actor_of(request), clock.now(), request.POST
    row = parts.call_row(pk=call_id, by=by)
    then = step(form.get("step"))
    if not form.get("words", "").strip():
        actions.go_to_step(by=by, at=at, call=row, step=then or Step(row.step), writings=writings(form))
        return back(call_id)
    actions.write_proposal(
        by=by,
        at=at,
        call=row,
        words=form["words"],
        cost=_amount(form.get("cost", "")),
        until_on=_day(form.get("until_on", "")),
        offer=number(form.get("offer")),
        then=then,
    )
    say(request, _("Written. It is sent from the page of the case."))
    return back(call_id)


@in_the_call
def call_proposal(request: HttpRequest, call_id: int, proposal_id: int) -> HttpResponse:
    """Take an offer back that was not sent."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    withdraw_proposal(by=by, at=clock.now(), proposal=parts.proposal_row(call=row, pk=proposal_id))
    return back(call_id)


def moment(day: str, at: str, zone: str) -> datetime:
    """A day and a time on somebody's clock. Raises NotReadable."""
    try:
        return clocks.moment(day=date.fromisoformat(day), at=time.fromisoformat(at), zone=zone)
    except clocks.NoSuchTime as never:
        raise NotReadable(_("The clocks jump over this time on that day. Choose another.")) from never
    except ValueError as wrong:
        raise NotReadable(_("Choose a day and a time.")) from wrong


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise NotReadable(_("Choose the last day of the offer.")) from wrong


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip().replace(" ", "").replace(",", ".") or "0")
    except InvalidOperation as wrong:
        raise NotReadable(_("Write the cost as a number, such as 25 or 12.50.")) from wrong
    if not amount.is_finite():
        raise NotReadable(_("Write the cost as a number, such as 25 or 12.50."))
    return amount
