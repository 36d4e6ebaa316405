"""Saved views of any room's lists."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.people.actions import views as actions
from regain.foundation.people.queries import views as queries
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.web.entrance import back_to
from regain.foundation.ui.toasts import say


def save_view(request: HttpRequest, list_name: str) -> HttpResponse:
    """Keep a list as it is filtered and sorted; for everybody, if that is ticked."""
    view = actions.save_view(
        by=signed_in(request),
        at=clock.now(),
        list_name=list_name,
        title=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        is_shared=bool(request.POST.get("shared")),
    )
    say(request, _("The view “%(title)s” is saved.") % {"title": view.title})
    return _back_to_list(request)


def share_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show a view to everybody who sees the list."""
    by = signed_in(request)
    view = actions.share_view(by=by, at=clock.now(), view=queries.saved_view(by=by, pk=view_id))
    say(request, _("Everybody sees “%(title)s” now.") % {"title": view.title})
    return _back_to_list(request)


def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Drop a view."""
    by = signed_in(request)
    actions.forget_view(by=by, at=clock.now(), view=queries.saved_view(by=by, pk=view_id))
    say(request, _("The view is gone."))
    return _back_to_list(request)


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """The page the form stood on, if it was one of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    page = came.path + (f"?{came.query}" if came.query else "")
    return redirect(back_to(request, fallback=page if came.netloc == request.get_host() else ""))
