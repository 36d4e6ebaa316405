"""One case: where it stands, and what is written down on its page."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.desks.recovery.actions import asking, ending, noting, proposing, returning
from regain.desks.recovery.actions import telling as tellings
from regain.desks.recovery.actions.leaving.shared import AddressMissing, address_of
from regain.desks.recovery.queries import plan, planned
from regain.desks.recovery.queries.cases import case_row
from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.queries.offers import offer_choice


class UnknownAct(Invalid):
    """No such button."""


def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where this case stands, and the one thing to do."""
    by = actor_of(request)
    page = plan.case_page(by=by, at=clock.now(), case=case_row(pk=case_id, by=by))
    up = [Crumb(_("Cases"), reverse("recovery:cases", args=["all" if page.may_see_all else "mine"]))]
    return screen(request, "recovery/case/case.html", page, up=up, new_link="")


def notes(request: HttpRequest, case_id: int) -> HttpResponse:
    """Save the notes; what somebody else wrote meanwhile is kept."""
    by, sent = actor_of(request), request.POST
    version = int(sent["version"]) if sent.get("version", "").isdigit() else 0
    row = case_row(pk=case_id, by=by)
    saved = noting.save_notes(by=by, at=clock.now(), case=row, text=sent.get("text", ""), version=version)
    if saved.is_contested:
        sentence = _("%(name)s wrote in the same place while you did. Both versions stand there; tidy them up.")
        say(request, sentence % {"name": saved.merged_with}, tone=Tone.WARN)
    elif saved.merged_with:
        say(request, _("Saved, together with what %(name)s wrote meanwhile.") % {"name": saved.merged_with})
    else:
        say(request, _("The notes are saved."))
    return _back(case_id, "notes")


def requirements(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down what they asked for."""
    by = actor_of(request)
    words = request.POST.get("words", "")
    asking.note_requirement(by=by, at=clock.now(), case=case_row(pk=case_id, by=by), words=words)
    say(request, _("Written down, in their words."))
    return _back(case_id, "asked")


def requirement(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """Withdraw it, take it back, or say that it is met for them."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row, words = planned.requirement_of(by=by, pk=requirement_id), sent.get("words", "")
    here = reverse("recovery:requirement", args=[row.pk])
    match sent.get("do"):
        case "withdraw":
            asking.withdraw_requirement(by=by, at=at, requirement=row, because=words)
            say(request, _("It no longer counts."), undo=here)
        case "meet":
            asking.meet_requirement(by=by, at=at, requirement=row, change=words)
            say(request, _("Met. Now tell them, and ask again."))
        case None | "":
            asking.restore_requirement(by=by, at=at, requirement=row)
            say(request, _("It counts again."))
        case _other:
            raise UnknownAct(_("Choose one of the buttons."))
    return _back(row.case_id, "asked")


def telling(request: HttpRequest, case_id: int) -> HttpResponse:
    """They were told what changed; or only now asked again."""
    by, at, sent = actor_of(request), clock.now(), request.POST
    row = case_row(pk=case_id, by=by)
    if sent.get("do") == "asked":
        asking.ask_again(by=by, at=at, case=row)
        say(request, _("Asked again."))
    elif sent.get("do") == "returned":
        tellings.tell_returned(by=by, at=at, case=row, how=sent.get("how", ""))
        say(request, _("%(name)s knows now.") % {"name": row.title})
    else:
        how, again = sent.get("how", ""), bool(sent.get("again"))
        asking.tell_customer(by=by, at=at, case=row, how=how, asked_again=again)
        say(request, _("%(name)s knows now.") % {"name": row.title})
    return _back(case_id, "asked")


def proposals(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write an offer down."""
    by, sent = actor_of(request), request.POST
    at, row = clock.now(), case_row(pk=case_id, by=by)
    chosen = sent.get("offer", "")
    offer = offer_choice(by=by, at=at, number=int(chosen)) if chosen.isdigit() and len(chosen) < 18 else None
    proposing.propose(
        by=by,
        at=at,
        case=row,
        words=sent.get("words", "").strip() or (offer.words if offer else ""),
        until_on=_day(sent.get("until_on", "")),
        cost=_amount(sent["cost"]) if sent.get("cost", "").strip() else offer.cost if offer else Decimal(0),
        offer=offer.id if offer else None,
    )
    say(request, _("The proposal is written. Send it when it is right."))
    return _back(case_id, "proposals")


def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Their answer, or we take it back."""
    by, at = actor_of(request), clock.now()
    row = planned.proposal_of(by=by, pk=proposal_id)
    acts = {
        "accept": (proposing.accept_proposal, _("Accepted.")),
        "decline": (proposing.decline_proposal, _("Declined; that is fine.")),
        "withdraw": (proposing.withdraw_proposal, _("Withdrawn.")),
    }
    if request.POST.get("do", "") not in acts:
        raise UnknownAct(_("Choose one of the buttons."))
    act, sentence = acts[request.POST["do"]]
    act(by=by, at=at, proposal=row)
    say(request, sentence)
    return _back(row.case_id, "proposals")


def links(request: HttpRequest, case_id: int) -> HttpResponse:
    """Make a way back; the answer shows it, once."""
    by, at = actor_of(request), clock.now()
    link = returning.make_return_link(by=by, at=at, case=case_row(pk=case_id, by=by))
    page = plan.case_page(by=by, at=at, case=case_row(pk=case_id, by=by))
    up = [Crumb(page.title, reverse("recovery:case", args=[case_id]))]
    response = screen(request, "recovery/case/link.html", page, up=up, address=whole(request, link.key))
    response["Cache-Control"] = "no-store"
    return response


def whole(request: HttpRequest, key: str) -> str:
    """The customer's personal address in full; where nobody said how we are reached, as this browser reaches us."""
    try:
        return address_of(key)
    except AddressMissing:
        return request.build_absolute_uri(reverse("recovery:way_back", args=[key]))


def link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Let a way back stop working."""
    by = actor_of(request)
    row = planned.link_row(by=by, pk=link_id)
    returning.withdraw_return_link(by=by, at=clock.now(), link=row)
    say(request, _("That address no longer works."))
    return _back(row.case_id or 0, "way-back")


def left_alone(request: HttpRequest, case_id: int) -> HttpResponse:
    """They want to be left alone: at once, everywhere."""
    by = actor_of(request)
    row = case_row(pk=case_id, by=by)
    ending.leave_alone(by=by, at=clock.now(), case=row, words=request.POST.get("words", ""))
    undo = reverse("recovery:stop_undo", args=[case_id])
    say(request, _("Nobody calls or writes to %(name)s any more.") % {"name": row.title}, undo=undo)
    return redirect("recovery:case", case_id=case_id)


def _back(case_id: int, anchor: str) -> HttpResponse:
    return redirect(reverse("recovery:case", args=[case_id]) + f"#{anchor}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid(_("Choose the last day it may be accepted.")) from wrong


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation as wrong:
        raise Invalid(_("Write the cost as a number, such as 25 or 25.50.")) from wrong
    if not found.is_finite():
        raise Invalid(_("Write the cost as a number, such as 25 or 25.50."))
    return found
