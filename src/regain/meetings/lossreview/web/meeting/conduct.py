"""How the meeting goes: who is here, begin, the next point, notes, the end."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.toasts import say
from regain.meetings.lossreview.actions import attending
from regain.meetings.lossreview.actions import meeting as verbs
from regain.meetings.lossreview.queries.meeting.points import item_row
from regain.meetings.lossreview.queries.order import attendee
from regain.meetings.lossreview.queries.reviews import review_row
from regain.meetings.lossreview.web.meeting.shared import Unreadable, at_the_table, back, number, wanted_number

WANTS_WORDS = "application/json"


@at_the_table
def beginning(request: HttpRequest, period: str) -> HttpResponse:
    """Begin."""
    by = actor_of(request)
    verbs.begin_review(by=by, at=clock.now(), review=review_row(period, by))
    return back(request, period)


@at_the_table
def showing(request: HttpRequest, period: str) -> HttpResponse:
    """Put a point of the agenda on every screen."""
    by = actor_of(request)
    review = review_row(period, by)
    item = item_row(review, number(request.POST.get("item")))
    verbs.show_item(by=by, at=clock.now(), review=review, item=item)
    return back(request, period)


@at_the_table
def notes(request: HttpRequest, period: str) -> HttpResponse:
    """Save the notes of a point. A script is told the text as it stands now."""
    by, sent = actor_of(request), request.POST
    item = item_row(review_row(period, by), number(sent.get("item")))
    saved = verbs.note_item(by=by, at=clock.now(), item=item, text=sent.get("text", ""), base=sent.get("base", ""))
    if request.headers.get("Accept") == WANTS_WORDS:
        return JsonResponse({"text": saved.item.notes, "version": saved.item.version, "merged": saved.is_merged})
    say(request, _("The notes are saved."))
    return back(request, period)


@at_the_table
def attendance(request: HttpRequest, period: str) -> HttpResponse:
    """Somebody is here, or is not; who came uninvited is added."""
    by, sent = actor_of(request), request.POST
    mark = {"yes": attending.mark_present, "no": attending.mark_absent}.get(sent.get("here", ""))
    if mark is None:
        raise Unreadable(_("Say whether they are here."))
    person = attendee(wanted_number(sent.get("person"), _("Choose who came.")))
    mark(by=by, at=clock.now(), review=review_row(period, by), person=person, words=sent.get("words", ""))
    return back(request, period)


@at_the_table
def adjourning(request: HttpRequest, period: str) -> HttpResponse:
    """The meeting is over."""
    by = actor_of(request)
    verbs.adjourn_review(by=by, at=clock.now(), review=review_row(period, by))
    say(request, _("The meeting is over; the minutes are written. Read them, then approve them."))
    return back(request, period)


@at_the_table
def resuming(request: HttpRequest, period: str) -> HttpResponse:
    """It was not over."""
    by = actor_of(request)
    verbs.resume_review(by=by, at=clock.now(), review=review_row(period, by))
    return back(request, period)
