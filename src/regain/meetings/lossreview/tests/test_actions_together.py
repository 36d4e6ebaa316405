"""Two people at the same action, at the same moment."""

from datetime import UTC, date, datetime

import pytest

from regain.foundation.audit.models import Entry
from regain.meetings.lossreview.actions import agreeing, attaching
from regain.meetings.lossreview.models import Attachment, Remark
from regain.meetings.lossreview.rules.story import Move
from tests.cast import gather
from tests.together import together

AT = datetime(2011, 10, 13, 10, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_action_is_finished_once_and_has_no_twenty_first_file(quick_passwords: None) -> None:
    people = gather()
    row = agreeing.agree_action(by=people.dev, at=AT, what="Call", owner=people.fay, due_on=date(2011, 10, 31))
    files = [Attachment(action=row, name="a", size=1, body=b"a", added_at=AT, added_by=people.fay) for _ in range(19)]
    Attachment.objects.bulk_create(files)

    added = together(
        lambda: attaching.attach(by=people.fay, at=AT, file_name="b", body=b"b", action=row),
        lambda: attaching.attach(by=people.dev, at=AT, file_name="c", body=b"c", action=row),
    )
    ended = together(
        lambda: agreeing.finish_action(by=people.fay, at=AT, action=row),
        lambda: agreeing.drop_action(by=people.dev, at=AT, action=row, because="Not needed"),
    )

    assert [type(each) for each in added].count(attaching.TooMany) == 1
    assert [type(each) for each in ended].count(agreeing.ActionIsOver) == 1
    assert Attachment.objects.count() == 20
    row.refresh_from_db()
    assert (row.done_at is None) != (row.dropped_at is None)
    assert Remark.objects.filter(move__in=(Move.DONE, Move.DROPPED)).count() == 1
    assert Entry.objects.filter(verb__in=("lossreview.finish_action", "lossreview.drop_action")).count() == 1
