"""What issues are linked to: needs at the recovery desk, and programs outside."""

import pytest

from regain.desks.recovery.queries.needs import lines_of_issue
from regain.desks.recovery.tests.plan_story import asked, cases, need
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.notices.actions.endpoints import add_endpoint
from regain.foundation.notices.models import Delivery
from regain.meetings.lossreview.actions import issues, linking
from regain.meetings.lossreview.queries.issue_page import issue_page
from regain.meetings.lossreview.queries.issues import issue_row
from regain.meetings.lossreview.tests.issue_story import DUE
from regain.meetings.lossreview.tests.story import AT
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_needs_are_linked_by_those_who_look_after_them(cast: Cast) -> None:
    wanted = need(cast.dev, asked(cast.dev, cases(cast.dev, 20)[0]))
    issue = issues.raise_issue(by=cast.dev, at=AT, title="Parcels arrive late")
    other = issues.raise_issue(by=cast.dev, at=AT, title="Another")

    linking.link_need(by=cast.dev, at=AT, issue=issue, need=wanted.pk)
    linking.link_need(by=cast.dev, at=AT, issue=issue, need=wanted.pk)

    (line,) = issue_page(by=cast.ada, at=AT, row=issue_row(issue.pk, cast.ada)).needs
    assert (line.title, line.customers) == ("Delivery within two days", 1)
    with pytest.raises(linking.LinkedElsewhere, match="another issue"):
        linking.link_need(by=cast.dev, at=AT, issue=other, need=wanted.pk)
    with pytest.raises(NotAllowed):
        linking.unlink_need(by=cast.ada, at=AT, issue=issue, need=wanted.pk)
    with pytest.raises(NotFound):
        linking.link_need(by=cast.dev, at=AT, issue=issue, need=987654)
    assert issue.remarks.filter(move="covered").count() == 1
    linking.unlink_need(by=cast.dev, at=AT, issue=issue, need=wanted.pk)
    assert lines_of_issue(issue.key) == ()


def test_programs_outside_hear_of_issues(cast: Cast) -> None:
    names = ["issue.raised", "issue.assigned"]
    add_endpoint(by=cast.nia, at=AT, title="Desk", url="https://desk.example/hook", events=names)

    issues.raise_issue(by=cast.dev, at=AT, title="Parcels arrive late", owner=cast.ada, due_on=DUE)

    assert [each.event for each in Delivery.objects.order_by("pk")] == names
