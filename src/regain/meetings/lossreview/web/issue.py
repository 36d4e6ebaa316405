"""One issue: what goes wrong, what it costs, who answers for it, what was done."""

from django.http import HttpRequest, HttpResponse

from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.meetings.lossreview.queries import issues as queries


def issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """The page of one issue."""
    row = queries.issue_row(issue_id, actor_of(request))
    return screen(request, "lossreview/issue/issue.html", row)
