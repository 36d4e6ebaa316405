"""One's own account."""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.people.actions import account as actions
from regain.foundation.people.actions import entrance
from regain.foundation.people.queries import people as queries
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.web import forms
from regain.foundation.people.web.caller import caller_of
from regain.foundation.people.web.entrance import dressed
from regain.foundation.ui.frame import theme_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say

UNUSABLE = 422


def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and how it should look."""
    return _page(request)


def name(request: HttpRequest) -> HttpResponse:
    """Be called something else."""
    form = forms.Name(request.POST)
    if form.is_valid():
        try:
            actions.rename(by=signed_in(request), at=clock.now(), name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            say(request, _("Your name is saved."))
            return redirect("people:account")
    return _page(request, name=form, status=UNUSABLE)


def password(request: HttpRequest) -> HttpResponse:
    """Set a new password, for who knows the present one; other browsers are signed out."""
    form, by, at = forms.ChangePassword(request.POST), signed_in(request), clock.now()
    if form.is_valid():
        present, wanted = form.cleaned_data["present"], form.cleaned_data["password"]
        try:
            entrance.confirm(person=by, password=present, caller=caller_of(request, email=by.email), at=at)
            changed = actions.change_password(by=by, at=at, password=wanted)
        except entrance.NotRecognised as wrong:
            form.add_error("present", wrong.sentence)
        except Refused as refusal:
            form.add_error("password", refusal.sentence)
        else:
            update_session_auth_hash(request, changed)
            say(request, _("Your new password is set. Other browsers are signed out."))
            return redirect("people:account")
    return _page(request, password=form, status=UNUSABLE)


def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how the pages look and listen."""
    form = forms.Preferences(request.POST)
    if form.is_valid():
        chosen = actions.set_preferences(by=signed_in(request), at=clock.now(), **form.cleaned_data)
        say(request, _("Your preferences are saved."))
        return dressed(redirect("people:account"), theme=chosen.theme)
    return _page(request, preferences=form, status=UNUSABLE)


def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out in every browser, this one included."""
    entrance.sign_out_everywhere(by=signed_in(request), at=clock.now())
    request.session.flush()
    return redirect(settings.LOGIN_REDIRECT_URL)


def _page(request: HttpRequest, *, status: int = 200, **tried: Form) -> HttpResponse:
    """The account page; forms that were refused come back as they were filled in."""
    page = queries.account_page(by=signed_in(request))
    shown = {
        "name": forms.Name(initial={"name": page.row.name}),
        "password": forms.ChangePassword(),
        "preferences": forms.Preferences(initial={**page.preferences, "theme": theme_of(request).value}),
        **tried,
    }
    return screen(request, "people/account.html", page, status=status, forms=shown)
