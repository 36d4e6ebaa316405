"""What serving customers costs: the cost table, and saying what something costs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.valuation import actions
from regain.knowledge.valuation.queries.costs import costs_page
from regain.knowledge.valuation.web.forms import SetCost


def costs(request: HttpRequest) -> HttpResponse:
    """GET: the cost table. POST: say what something costs from a day on."""
    by = actor_of(request)
    form = SetCost(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            currency = settings.COMPANY.currency
            rate = actions.set_cost(by=by, at=clock.now(), currency=currency, **form.cleaned_data)
            say(request, _("Kept: %(rate)s.") % {"rate": rate})
            return redirect("valuation:costs")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    status = 422 if form.is_bound else 200
    return screen(request, "valuation/costs.html", costs_page(by=by), form=form, status=status)


def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Take a rate back."""
    try:
        rate = actions.withdraw_cost(by=actor_of(request), at=clock.now(), number=number)
        say(request, _("Taken back: %(rate)s. It stays in the history.") % {"rate": rate})
    except Refused as refusal:
        say(request, refusal.sentence, tone=Tone.WARN)
    return redirect("valuation:costs")
