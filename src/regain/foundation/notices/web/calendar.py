"""One's own calendar, and the file calendar programs read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import NotFound
from regain.foundation.notices.actions import feeds as actions
from regain.foundation.notices.queries import feeds as queries
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say


def calendar(request: HttpRequest) -> HttpResponse:
    """What is planned for me, and the address my calendar program reads."""
    return _page(request)


def opening(request: HttpRequest) -> HttpResponse:
    """Make an address; the answer shows it, once."""
    feed = actions.open_feed(by=signed_in(request), at=clock.now())
    return _page(request, key=feed.key)


def renewal(request: HttpRequest) -> HttpResponse:
    """Make a new address; the answer shows it, once."""
    feed = actions.renew_feed(by=signed_in(request), at=clock.now())
    return _page(request, key=feed.key)


def closing(request: HttpRequest) -> HttpResponse:
    """Let the address stop working."""
    actions.close_feed(by=signed_in(request), at=clock.now())
    say(request, _("The address no longer works. Take the calendar out of your program too."))
    return redirect("notices:calendar")


def calendar_file(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar behind a key. The key alone opens it, so it is written into no log and no shared cache."""
    at = clock.now()
    try:
        feed = queries.feed_of(key)
    except NotFound as unknown:
        response = HttpResponse(unknown.sentence, status=404, content_type="text/plain; charset=utf-8")
    else:
        actions.note_read(feed=feed, at=at)
        response = HttpResponse(queries.calendar_file(feed=feed, at=at), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="regain.ics"'
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, *, key: str = "") -> HttpResponse:
    address = request.build_absolute_uri(queries.feed_path(key)) if key else ""
    page = queries.calendar_page(by=signed_in(request), at=clock.now(), address=address)
    return screen(request, "notices/calendar.html", page)
