"""Signing in and out, a forgotten password, an invitation's link."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from regain.foundation.kit import clock
from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Refused
from regain.foundation.people.actions import account, invitations
from regain.foundation.people.actions import entrance as actions
from regain.foundation.people.queries import entrance, pages
from regain.foundation.people.web import forms
from regain.foundation.people.web.caller import address_of, caller_of, remember_device
from regain.foundation.people.web.session import enter, leave
from regain.foundation.ui.frame import THEME_COOKIE
from regain.foundation.ui.screen import screen

FRONT_DOOR = System("sign-in page")
UNUSABLE = 422
YEAR = 60 * 60 * 24 * 365


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is, and let them in."""
    goal = back_to(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(goal)
        return _sign_in_page(request, forms.SignIn(), goal)
    form = forms.SignIn(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, goal, status=UNUSABLE)
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    try:
        person = actions.recognise(
            email=email,
            password=password,
            caller=caller_of(request, email=email),
            at=clock.now(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _sign_in_page(request, form, goal, status=refusal.status)
    enter(request, person, address=address_of(request))
    response: HttpResponse = redirect(goal)
    remember_device(request, response, email=email)
    return response if THEME_COOKIE in request.COOKIES else dressed(response, theme=person.theme)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave this browser."""
    leave(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link to a new password; says the same whether or not the address works here."""
    form = forms.Forgotten(request.POST or None)
    if request.method != "POST":
        return screen(request, "people/forgotten.html", pages.forgotten(), form=form)
    if not form.is_valid():
        return screen(request, "people/forgotten.html", pages.forgotten(), form=form, status=UNUSABLE)
    email, at = form.cleaned_data["email"], clock.now()
    try:
        actions.count_request(email=email, caller=actions.Caller(address_of(request), device="reset"), at=at)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        page = pages.forgotten()
        return screen(request, "people/forgotten.html", page, form=form, status=refusal.status)
    person = entrance.person_who_may_reset(email)
    if person is not None:
        url = request.build_absolute_uri("/")
        actions.forget_password(by=FRONT_DOOR, at=at, person=person, url=url)
    return screen(request, "people/forgotten.html", pages.forgotten(sent_to=email), form=form)


def reset(request: HttpRequest, whom: str, token: str) -> HttpResponse:
    """Set a new password with the link from the mail. Looking at the page uses nothing up."""
    try:
        person = entrance.person_of_reset(whom=whom, token=token)
    except entrance.LinkNoLongerWorks as over:
        return _link_over(request, over)
    page, template = pages.reset(person), "people/reset.html"
    form = forms.NewPassword(request.POST or None)
    if request.method != "POST":
        return _quiet(screen(request, template, page, form=form))
    if form.is_valid():
        try:
            changed = account.reset_password(
                by=person, at=clock.now(), person=person, password=form.cleaned_data["password"]
            )
        except Refused as refusal:
            form.add_error("password", refusal.sentence)
        else:
            enter(request, changed, address=address_of(request))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return _quiet(screen(request, template, page, form=form, status=UNUSABLE))


def joining(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. Looking at the page, as mail scanners do, uses nothing up."""
    at = clock.now()
    try:
        invitation = entrance.invitation_of(token=token, at=at)
    except entrance.LinkNoLongerWorks as over:
        return _link_over(request, over)
    page, template = pages.joining(invitation), "people/joining.html"
    form = forms.Join(request.POST or None)
    if request.method != "POST":
        return _quiet(screen(request, template, page, form=form))
    if form.is_valid():
        try:
            person = invitations.accept_invitation(
                by=entrance.newcomer(invitation),
                at=at,
                invitation=invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
            )
        except entrance.LinkNoLongerWorks as over:
            return _link_over(request, over)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            enter(request, person, address=address_of(request))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return _quiet(screen(request, template, page, form=form, status=UNUSABLE))


def dressed(response: HttpResponse, *, theme: str) -> HttpResponse:
    """The response, telling the browser to show pages in this theme."""
    response.set_cookie(
        THEME_COOKIE,
        theme,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def back_to(request: HttpRequest, fallback: str = "") -> str:
    """Where the visitor wants to go on: a page of this installation, or else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or fallback
    inside = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if inside and wanted.startswith("/"):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _sign_in_page(request: HttpRequest, form: forms.SignIn, goal: str, status: int = 200) -> HttpResponse:
    page = pages.sign_in(goal=goal)
    return screen(request, "people/sign_in.html", page, form=form, status=status)


def _link_over(request: HttpRequest, over: Refused) -> HttpResponse:
    """Wrong, used, withdrawn and expired links get this one page."""
    page = pages.LinkOver(sentence=over.sentence)
    return _quiet(screen(request, "people/link_over.html", page, status=over.status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address of this page is a secret: tell it to nobody, and keep it out of the log."""
    response["Referrer-Policy"] = "no-referrer"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django logs the paths of refusals
    return response
