"""May we contact this customer, now: the answer, and what it rests on."""

from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.actions import consents, points, stops
from regain.knowledge.playbook.queries import may_page as queries
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose, Scope
from regain.knowledge.playbook.web import guard_forms as forms


def may(request: HttpRequest, customer: str) -> HttpResponse:
    """The page; for the panel on the customer's page, the answer alone."""
    return _page(request, customer)


def may_stop(request: HttpRequest, customer: str) -> HttpResponse:
    """Leave them alone."""
    form = forms.StopForm(request.POST)

    def act() -> None:
        chosen = form.cleaned_data["channel"]
        stops.stop(
            by=actor_of(request),
            at=clock.now(),
            customer=customer,
            words=form.cleaned_data["words"],
            source=_("said to %(name)s") % {"name": actor_of(request).name},
            channel=Channel(chosen) if chosen else None,
        )

    return _done(request, customer, "stop_form", form, act, sentence=_("They are left alone from now on."))


def may_lift(request: HttpRequest, customer: str) -> HttpResponse:
    """Contact them again, on their own wish."""
    form = forms.LiftForm(request.POST)

    def act() -> None:
        stops.lift_stops(by=actor_of(request), at=clock.now(), customer=customer, text=form.cleaned_data["text"])

    return _done(
        request, customer, "lift_form", form, act, sentence=_("They may be contacted again. Record their consent.")
    )


def may_point(request: HttpRequest, customer: str) -> HttpResponse:
    """Write down a number or an address."""
    form = forms.PointForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        points.add_point(
            by=actor_of(request),
            at=clock.now(),
            customer=customer,
            medium=Medium(told["medium"]),
            text=told["text"],
            zone=told["zone"],
        )

    return _done(request, customer, "point_form", form, act, sentence=_("It is written down."))


def may_point_wrong(request: HttpRequest, customer: str) -> HttpResponse:
    """A number or an address is not theirs."""
    points.mark_wrong(by=actor_of(request), at=clock.now(), customer=customer, point=request.POST.get("point", ""))
    say(request, _("It is not used again. Type it once more if it is right after all."))
    return redirect("playbook:may", customer=customer)


def may_party(request: HttpRequest, customer: str) -> HttpResponse:
    """Say who they are before the law."""
    form = forms.PartyForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        points.describe(
            by=actor_of(request),
            at=clock.now(),
            customer=customer,
            scope=Scope(told["scope"]) if told["scope"] else None,
            country=told["country"],
            region=told["region"],
            zone=told["zone"],
        )

    return _done(request, customer, "party_form", form, act, sentence=_("It is written down."))


def may_consent(request: HttpRequest, customer: str) -> HttpResponse:
    """Write down what they agreed to."""
    form = forms.ConsentForm(request.POST)

    def act() -> None:
        told, now = form.cleaned_data, clock.now()
        day = datetime.combine(told["given_on"], time(), settings.COMPANY.tz)
        consents.give_consent(
            by=actor_of(request),
            at=now,
            customer=customer,
            purpose=Purpose(told["purpose"]),
            channel=Channel(told["channel"]),
            given_at=day,
            how=told["how"],
            text=told["text"],
            document=told["document"],
        )

    return _done(request, customer, "consent_form", form, act, sentence=_("Their consent is written down."))


def may_consent_withdrawal(request: HttpRequest, consent_id: int) -> HttpResponse:
    """They took a consent back."""
    row = queries.consent_row(pk=consent_id)
    consents.withdraw_consent(by=actor_of(request), at=clock.now(), consent=row, text=request.POST.get("text", ""))
    say(request, _("The consent is taken back from now on; its proof is kept."))
    return redirect("playbook:may", customer=row.customer)


def _done(
    request: HttpRequest, customer: str, name: str, form: Form, act: Callable[[], None], *, sentence: str
) -> HttpResponse:
    """Do it and go back to the page; or show the page with what was typed and why it was refused."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, sentence, tone=Tone.GOOD)
            return redirect("playbook:may", customer=customer)
    return _page(request, customer, status=422, **{name: form})


def _page(request: HttpRequest, customer: str, *, status: int = 200, **given: Form) -> HttpResponse:
    purpose = request.GET.get("purpose", "")
    page = queries.may_page(by=actor_of(request), at=clock.now(), customer=customer, purpose=purpose)
    known = {"scope": page.scope, "country": page.country, "region": page.region, "zone": page.zone}
    shown: dict[str, Form] = {
        "stop_form": forms.StopForm(auto_id="stop_%s"),
        "lift_form": forms.LiftForm(auto_id="lift_%s"),
        "point_form": forms.PointForm(auto_id="point_%s"),
        "party_form": forms.PartyForm(initial=known, auto_id="party_%s"),
        "consent_form": forms.ConsentForm(auto_id="consent_%s"),
        **given,
    }
    up = [Crumb(page.title, page.href)]
    return screen(request, "playbook/may.html", page, fragment="playbook/_may.html", status=status, up=up, **shown)
