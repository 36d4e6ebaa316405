"""Certificates: who may call, one person's, giving and withdrawing, and what one takes."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.export import export
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries import people
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui import formats
from regain.foundation.ui.listing import Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.training import actions
from regain.knowledge.training.queries import certificates as queries
from regain.knowledge.training.queries.certificates import CERTIFICATES
from regain.knowledge.training.web.shared import around, number, practice_tabs


def certificates(request: HttpRequest) -> HttpResponse:
    """Everybody who calls or might, with their certificate."""
    by = signed_in(request)
    nothing = Nothing(_("Nobody fits"), _("Take a filter away."), icon="zoom-question")
    table = listing(
        request,
        CERTIFICATES,
        queries.certificate_rows(at=clock.now()),
        around(request, CERTIFICATES, nothing, export="training:certificates_export"),
    )
    page = queries.certificates_page(tabs=practice_tabs(by, "certificates"))
    return show(request, "training/certificates.html", page, table)


def certificates_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(CERTIFICATES, dict(request.GET.lists()))
    rows = queries.certificate_rows(at=clock.now())
    return export(request.GET.get("format", "csv"), state, rows, "certificates")


def standard(request: HttpRequest) -> HttpResponse:
    """Say what a certificate takes."""
    actions.set_standard(
        by=signed_in(request),
        at=clock.now(),
        calls=number(request.POST.get("calls", "")),
        within_days=number(request.POST.get("within_days", "")),
        months=number(request.POST.get("months", "")),
    )
    say(request, _("Saved. It counts for certificates given from now on."))
    return redirect("training:certificates")


def certificate(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person's certificates; a POST gives one."""
    by, person = signed_in(request), people.person(person_id)
    if request.method == "POST":
        made = actions.certify(by=by, at=clock.now(), person=person, words=request.POST.get("words", ""))
        told = {"name": person.name, "day": formats.day(made.valid_until)}
        say(request, _("%(name)s may make recovery calls until %(day)s.") % told)
        return redirect("training:certificate", person_id=person_id)
    page = queries.person_certificates(by=by, person=person, at=clock.now())
    up = [
        Crumb(_("Practice"), reverse("training:practices")),
        Crumb(_("Certificates"), reverse("training:certificates")),
    ]
    return screen(request, "training/certificate.html", page, up=up)


def withdrawal(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Stop somebody's recovery calls."""
    row = queries.certificate(certificate_id)
    because = request.POST.get("because", "")
    actions.withdraw_certificate(by=signed_in(request), at=clock.now(), certificate=row, because=because)
    say(request, _("%(name)s makes no more recovery calls.") % {"name": row.person.name})
    return redirect("training:certificate", person_id=row.person_id)
