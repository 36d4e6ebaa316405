"""Who works here: the list, one person, invitations, who may what."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.table import TableState
from regain.foundation.people.actions import invitations as inviting
from regain.foundation.people.actions import rights
from regain.foundation.people.queries import people as queries
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.listed import PEOPLE, RIGHTS, PeopleRows, rights_rows
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.people.web import forms
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say

if TYPE_CHECKING:
    from regain.foundation.people.models import Invitation


def people(request: HttpRequest) -> HttpResponse:
    """The list of people."""
    by = signed_in(request)
    page = queries.people_page(by=by, at=clock.now())
    table = listing(request, PEOPLE, PeopleRows(), _around(request))
    return show(request, "people/people.html", page, table)


def _around(request: HttpRequest) -> Around:
    state = TableState.parse(PEOPLE, dict(request.GET.lists()))
    query = state.query(page=1).removeprefix("?")
    return Around(
        nothing=Nothing(_("Nobody works here yet"), _("Invite the first person.")),
        views=pills(by=signed_in(request), list_name=PEOPLE.name, base=request.path, query=query),
        save_view=save_address(PEOPLE.name),
        export=reverse("people:export"),
    )


def people_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(PEOPLE, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, PeopleRows(), "people")


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person."""
    page = queries.person_page(by=signed_in(request), pk=person_id)
    return screen(request, "people/person.html", page, up=_up())


def roles(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let the person hold the roles that are ticked."""
    form = forms.Roles(request.POST)
    one = queries.person(person_id)
    if form.is_valid():
        changed = rights.change_roles(by=signed_in(request), at=clock.now(), person=one, roles=form.chosen())
        say(request, _("The roles of %(name)s are saved.") % {"name": changed.name})
    return redirect("people:person", person_id=one.pk)


def deactivation(request: HttpRequest, person_id: int) -> HttpResponse:
    """See the person off."""
    one = rights.deactivate_person(by=signed_in(request), at=clock.now(), person=queries.person(person_id))
    say(
        request,
        _("%(name)s is deactivated and signed out.") % {"name": one.name},
        undo=reverse("people:reactivation", args=[one.pk]),
    )
    return redirect("people:person", person_id=one.pk)


def reactivation(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let the person in again."""
    one = rights.reactivate_person(by=signed_in(request), at=clock.now(), person=queries.person(person_id))
    say(request, _("%(name)s may sign in again.") % {"name": one.name})
    return redirect("people:person", person_id=one.pk)


def invitations(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the answer shows the link, once."""
    form = forms.Invite(request.POST or None)
    if request.method != "POST":
        return _invite(request, form)
    if form.is_valid():
        try:
            made = inviting.invite_person(
                by=signed_in(request),
                at=clock.now(),
                email=form.cleaned_data["email"],
                roles=form.chosen(),
                url=request.build_absolute_uri("/"),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _invited(request, made)
    return _invite(request, form, status=422)


def renewal(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make and send a new link; the answer shows it, once."""
    made = inviting.renew_invitation(
        by=signed_in(request),
        at=clock.now(),
        invitation=queries.invitation(invitation_id),
        url=request.build_absolute_uri("/"),
    )
    return _invited(request, made)


def withdrawal(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Let the link stop working."""
    gone = inviting.withdraw_invitation(
        by=signed_in(request), at=clock.now(), invitation=queries.invitation(invitation_id)
    )
    say(request, _("The invitation of %(email)s is withdrawn.") % {"email": gone.email})
    return redirect("people:people")


def who_may_what(request: HttpRequest) -> HttpResponse:
    """Which role gives which right."""
    around = Around(nothing=Nothing(_("No rights"), _("No room of this installation asks for any.")))
    table = listing(request, RIGHTS, rights_rows(), around)
    return show(request, "people/rights.html", queries.rights_page(up=_up()), table)


def _invite(request: HttpRequest, form: forms.Invite, status: int = 200) -> HttpResponse:
    page = queries.invite_page(ticked=form.ticked())
    return screen(request, "people/invite.html", page, status=status, form=form, up=_up())


def _invited(request: HttpRequest, made: "Invitation") -> HttpResponse:
    link = request.build_absolute_uri(reverse("people:joining", args=[made.token]))
    page = queries.invited_page(made=made, link=link)
    return screen(request, "people/invited.html", page, up=_up())


def _up() -> tuple[Crumb, ...]:
    return (Crumb(_("People"), reverse("people:people")),)
