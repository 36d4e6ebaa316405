"""Why one customer left, written down; and how often what is said first is what is confirmed later."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb, Tab
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.actions.causes import record_causes, withdraw_causes
from regain.knowledge.playbook.queries.asking import CausesPage, causes_page, standing_in_words
from regain.knowledge.playbook.queries.truth_page import truth_page
from regain.knowledge.playbook.rules.causes import Standing
from regain.knowledge.playbook.web.reason_drawings import confusions
from regain.knowledge.playbook.web.reason_forms import CausesForm, Period, sent
from regain.knowledge.playbook.web.reasons import tabs, up


def causes(request: HttpRequest, left_on: str, customer: str) -> HttpResponse:
    """What one standing says of a departure; a POST writes it down anew."""
    by, day, standing = actor_of(request), _day(left_on), _standing(request)
    page = causes_page(by=by, customer=customer, left_on=day, standing=standing)
    form = CausesForm(sent(request), offered=page.catalogue.groups, told=page.told)
    if request.method == "POST" and form.is_valid():
        try:
            record_causes(
                by=by,
                at=clock.now(),
                customer=customer,
                left_on=day,
                standing=standing,
                weights=form.weights(),
                could_not_say=form.cleaned_data["could_not_say"],
                source=form.cleaned_data["source"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            undo = f"{reverse('playbook:causes_withdrawal', args=[left_on, customer])}?standing={standing.value}"
            say(request, _("Written down: %(standing)s.") % {"standing": standing_in_words(standing)}, undo=undo)
            return redirect(request.get_full_path())
    status = 422 if form.is_bound else 200
    here, above = _tabs(page, left_on), [Crumb(page.customer, page.customer_href)]
    return screen(request, "playbook/causes.html", page, status=status, form=form, tabs=here, up=above)


def causes_withdrawal(request: HttpRequest, left_on: str, customer: str) -> HttpResponse:
    """Take back what one standing says."""
    standing = _standing(request)
    withdraw_causes(by=actor_of(request), at=clock.now(), customer=customer, left_on=_day(left_on), standing=standing)
    say(request, _("Taken back. It stays in the history."))
    return redirect(f"{reverse('playbook:causes', args=[left_on, customer])}?standing={standing.value}")


def truth(request: HttpRequest) -> HttpResponse:
    """How often stated and confirmed differ."""
    by, now = actor_of(request), clock.now()
    form = Period(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    page = truth_page(from_on=given.get("from_on"), last_on=given.get("last_on"), today=now.date())
    if form.is_valid():
        form = Period({"from_on": page.truth.from_on, "last_on": page.last_on})
    here = tabs("truth", may_edit=by.may("playbook.edit_reasons"))
    return screen(request, "playbook/truth.html", page, form=form, drawing=confusions(page.truth), tabs=here, up=up())


def _tabs(page: CausesPage, left_on: str) -> list[Tab]:
    address = reverse("playbook:causes", args=[left_on, page.customer])
    return [
        Tab(standing_in_words(each), f"{address}?standing={each.value}", current=each is page.standing)
        for each in Standing
    ]


def _standing(request: HttpRequest) -> Standing:
    asked = request.GET.get("standing", Standing.STATED.value)
    if asked not in set(Standing):
        raise Http404
    return Standing(asked)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong
