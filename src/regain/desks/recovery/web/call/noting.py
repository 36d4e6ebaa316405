"""What is noted in a call beside the words: quotes, why they left, where they went, what they asked for."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import withdraw_requirement
from regain.desks.recovery.actions.verifying import Heard
from regain.desks.recovery.queries.call import parts
from regain.desks.recovery.rules.calls import Destination, Field
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.web.call.shared import NotReadable, back, in_the_call, number, step, version, writings
from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.people.queries.teams import team as team_row
from regain.foundation.ui.screen import screen, wants_fragment
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training.actions.coaching import raise_coaching


@in_the_call
def call_quotes(request: HttpRequest, call_id: int) -> HttpResponse:
    """Keep the customer's own words."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    actions.note_quote(by=by, at=clock.now(), call=row, text=request.POST.get("text", ""))
    return _quotes(request, call_id)


@in_the_call
def call_quote(request: HttpRequest, call_id: int, quote_id: int) -> HttpResponse:
    """Take a quote back."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    actions.withdraw_quote(by=by, at=clock.now(), call=row, quote=parts.quote_row(call=row, pk=quote_id))
    return _quotes(request, call_id)


@in_the_call
def call_coaching(request: HttpRequest, call_id: int, quote_id: int) -> HttpResponse:
    """Pass a quote on to those it is about: praise, or something to do better."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    quote = parts.quote_row(call=row, pk=quote_id)
    about, heard_by = request.POST.get("about", "").strip(), number(request.POST.get("team"))
    raise_coaching(
        by=by,
        at=clock.now(),
        quote=quote.text,
        praises=request.POST.get("praises") == "yes",
        team=None if about or heard_by is None else team_row(heard_by),
        about=about,
        wanted=request.POST.get("wanted", ""),
        source=f"recovery:call:{row.pk}",
    )
    say(request, _("Passed on to those it is about."))
    return back(call_id)


@in_the_call
def call_diagnosis(request: HttpRequest, call_id: int) -> HttpResponse:
    """Why they left, in our eyes; then it is said back."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    actions.set_diagnosis(
        by=by,
        at=clock.now(),
        call=row,
        strengths=_strengths(request),
        could_not_say="could_not_say" in request.POST,
        writings=writings(request.POST),
    )
    return back(call_id)


@in_the_call
def call_verification(request: HttpRequest, call_id: int) -> HttpResponse:
    """Yes, that is it; not quite; could not say; or take the agreement back."""
    by, at, heard = actor_of(request), clock.now(), request.POST.get("heard", "")
    row = parts.call_row(pk=call_id, by=by)
    if heard == "not_quite":
        actions.go_to_step(by=by, at=at, call=row, step=Step.DIAGNOSE, writings=writings(request.POST))
    elif heard == "taken_back":
        actions.unverify(by=by, at=at, call=row)
    elif heard in set(Heard):
        text, over = request.POST.get(Field.READ_BACK, ""), version(request.POST, Field.READ_BACK)
        actions.verify(by=by, at=at, call=row, text=text, version=over, heard=Heard(heard))
    else:
        raise NotReadable(_("Say what the customer answered."))
    return back(call_id)


@in_the_call
def call_catalogue(request: HttpRequest, call_id: int) -> HttpResponse:
    """Where they went, how willing they are, what would win them back."""
    by = actor_of(request)
    went = request.POST.get("destination", "")
    actions.catalogue_call(
        by=by,
        at=clock.now(),
        call=parts.call_row(pk=call_id, by=by),
        destination=Destination(went) if went in set(Destination) else None,
        name=request.POST.get("destination_name", ""),
        willingness=number(request.POST.get("willingness")),
        then=step(request.POST.get("step")),
        writings=writings(request.POST),
    )
    return back(call_id)


@in_the_call
def call_requirement(request: HttpRequest, call_id: int, requirement_id: int) -> HttpResponse:
    """Take back what was noted wrongly."""
    by = actor_of(request)
    row = parts.call_row(pk=call_id, by=by)
    wrong = parts.requirement_row(call=row, pk=requirement_id)
    withdraw_requirement(by=by, at=clock.now(), requirement=wrong, because=_("Noted by mistake."))
    return back(call_id)


def _quotes(request: HttpRequest, call_id: int) -> HttpResponse:
    if not wants_fragment(request):
        return back(call_id)
    row = parts.call_row(pk=call_id, by=actor_of(request))
    page = parts.quotes_of(row)
    return screen(request, "recovery/call/_quotes.html", page, fragment="recovery/call/_quotes.html")


def _strengths(request: HttpRequest) -> dict[int, Strength]:
    """The reasons that are ticked, each with its part of the story."""
    found: dict[int, Strength] = {}
    for text in request.POST.getlist("reason"):
        reason, strength = number(text), number(request.POST.get(f"strength_{text}")) or int(Strength.PART)
        if reason is None or strength not in set(Strength):
            raise NotReadable(_("Choose reasons from the catalogue."))
        found[reason] = Strength(strength)
    return found
