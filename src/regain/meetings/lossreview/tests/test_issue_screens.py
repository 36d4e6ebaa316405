"""The pages of issues."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from regain.knowledge.playbook.models import Reason
from regain.knowledge.playbook.tests.reasons_story import filled
from regain.meetings.lossreview.actions import issues as acting
from regain.meetings.lossreview.actions.agreeing import agree_action
from regain.meetings.lossreview.models import Issue
from regain.meetings.lossreview.tests.issue_story import left
from regain.meetings.lossreview.tests.story import AT, a_review
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOME = "/review/issues/"
DUE = date(2036, 12, 1)


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, path: str = HOME) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_the_first_issue_is_one_click_away(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"], value="250.00")
    left(cast.ben, "C-2", by_key["fees"])
    left(cast.ben, "C-3")
    client = of(cast.dev)

    shown = page(client)
    assert "No issue yet" in shown
    assert "Not looked after yet" in shown
    assert "£450.00" in shown
    answer = client.post("/review/issues/suggested/", {"reasons": [by_key["late"].pk, by_key["fees"].pk]})

    assert answer.status_code == 302
    assert sorted(Issue.objects.values_list("title", flat=True)) == sorted([by_key["late"].title, by_key["fees"].title])
    shown = page(client)
    assert "Every reason customers gave falls to an issue." in shown
    assert shown.index(by_key["late"].title) < shown.index(by_key["fees"].title), "the dearer first"
    assert client.post("/review/issues/suggested/", {"reasons": [by_key["late"].pk]}).status_code == 409
    assert client.post("/review/issues/suggested/").status_code == 422


def test_an_issue_is_raised_on_a_page_that_keeps_what_was_typed(cast: Cast, by_key: dict[str, Reason]) -> None:
    client = of(cast.ada)
    assert by_key["late"].title in page(client, f"/review/issues/new/?reason={by_key['late'].pk}")
    form = {
        "title": "",
        "words": "Since June",
        "reasons": [by_key["late"].pk],
        "owner": cast.fay.pk,
        "due_on": "2036-12-01",
    }

    refused = client.post("/review/issues/new/", form)
    assert refused.status_code == 422
    assert "Since June" in refused.content.decode()
    assert client.post("/review/issues/new/", {**form, "title": "Late", "due_on": "soon"}).status_code == 422
    for sent, said in (
        ({"owner": ""}, "Choose who answers for it by 1 Dec 2036, or leave the day empty."),
        ({"owner": "", "due_on": "2011-12-01"}, "is over. Choose a day from today on."),
        ({"due_on": "2011-12-01"}, "is over. Choose a day from today on."),
    ):
        refused = client.post("/review/issues/new/", {**form, "title": "Late", **sent})
        shown = refused.content.decode()
        assert (refused.status_code, said in shown, "Since June" in shown) == (422, True, True), sent
    assert not Issue.objects.exists()
    made = client.post("/review/issues/new/", {**form, "title": "Late"})

    assert made.status_code == 302
    issue = Issue.objects.get()
    assert (issue.owner, issue.due_on, issue.covers.get().reason) == (cast.fay, date(2036, 12, 1), by_key["late"])


def test_the_tab_says_the_name_as_it_was_written(cast: Cast) -> None:
    raised = acting.raise_issue(by=cast.dev, at=AT, title="Late & <torn>")

    assert "<title>Late &amp; &lt;torn&gt; · Regain</title>" in page(of(cast.dev), f"{HOME}{raised.pk}/")


def test_lists_show_nobody_what_is_not_theirs(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    acting.raise_issue(by=cast.dev, at=AT, title="Hidden from Ben", reasons=[by_key["late"].pk])
    acting.raise_issue(by=cast.dev, at=AT, title="Ben answers", owner=cast.ben, due_on=date(2011, 12, 1))

    for path in (HOME, "/review/issues/over/"):
        assert "Hidden from Ben" not in page(of(cast.ben), path)
    assert "Ben answers" in page(of(cast.ben))
    assert "Not looked after yet" not in page(of(cast.ben))
    exported = of(cast.ben).get("/review/issues/export/?format=csv")
    told = exported.getvalue()
    assert (b"Hidden" in told, b"Ben answers" in told) == (False, True)
    assert of(cast.eve).get(HOME).status_code == 403
    assert of(cast.dev).get("/review/issues/export/?format=pdf").status_code == 404


def test_the_month_is_that_of_the_newest_review(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"], left_on=date(2011, 8, 3))
    assert "August 2011" in page(of(cast.dev))

    a_review(cast, "2011-09")

    assert "September 2011" in page(of(cast.dev))


def test_what_is_over_has_a_list_of_its_own(cast: Cast) -> None:
    issue = acting.raise_issue(by=cast.dev, at=AT, title="Parcels arrive late")
    acting.set_issue_aside(by=cast.dev, at=AT, issue=issue, because="The carrier leaves")

    assert "Parcels arrive late" not in page(of(cast.dev))
    assert "Parcels arrive late" in page(of(cast.dev), "/review/issues/over/?state=set_aside")


def change(who: Any, issue: Issue, do: str, **sent: Any) -> int:
    return of(who).post(f"{HOME}{issue.pk}/change/", {"do": do, **sent}).status_code


def test_one_page_tells_everything_about_an_issue(cast: Cast, by_key: dict[str, Reason]) -> None:
    late, fees = by_key["late"], by_key["fees"]
    left(cast.ben, "C / 1 ä", late, value="250.00")
    left(cast.ben, "C-2", late, fees)
    issue = acting.raise_issue(
        by=cast.dev, at=AT, title="Parcels <late>", words="Since June.", reasons=[late.pk], owner=cast.fay, due_on=DUE
    )
    agree_action(by=cast.dev, at=AT, what="Try another carrier", owner=cast.ben, due_on=DUE, issue=issue)

    shown = page(of(cast.dev), f"{HOME}{issue.pk}/")

    for text in (
        "Parcels &lt;late&gt;",
        "Since June.",
        "Fay Morgan answers for it",
        "£300",
        "Named in 1 of 1 month in which anybody was asked",
        "Not estimated yet: counts as one week",
        "Try another carrier",
        "C / 1 ä",
        late.title,
        "Raised",
    ):
        assert text in shown, text
    mine = page(of(cast.fay), f"{HOME}{issue.pk}/")
    assert "Describe it" in mine
    assert "Split it" not in mine
    assert of(cast.tom).get(f"{HOME}{issue.pk}/").status_code == 404
    assert of(cast.dev).get(f"{HOME}999/").status_code == 404


def test_every_button_does_what_it_says_and_can_be_undone(cast: Cast, by_key: dict[str, Reason]) -> None:
    left(cast.ben, "C-1", by_key["late"])
    issue = acting.raise_issue(by=cast.dev, at=AT, title="Late")
    other = acting.raise_issue(by=cast.dev, at=AT, title="Other")
    reason = by_key["late"].pk

    assert change(cast.dev, issue, "cover", reason=reason) == 302
    assert change(cast.dev, issue, "describe", title="Very late", words="Here", base="") == 302
    assert change(cast.dev, issue, "assign", owner=cast.ada.pk, due_on="2036-12-01") == 302
    assert change(cast.dev, issue, "factor", name="control", value="50", because="The carrier decides") == 302
    assert change(cast.dev, issue, "factor", name="effort", value="2.5", because="Two people, a week") == 302
    assert change(cast.dev, issue, "comment", words="Look at Leeds") == 302
    assert change(cast.dev, issue, "watch") == 302
    assert change(cast.dev, issue, "watch", person=cast.tom.pk) == 302
    shown = page(of(cast.tom), f"{HOME}{issue.pk}/")
    for text in ("Very late", "Ada Marlow", "The carrier decides", "2.5 weeks", "£20", "Look at Leeds", "Tom Reyes"):
        assert text in shown, text
    assert f"Control 50% set by {cast.dev.name}: because The carrier decides." in page(of(cast.dev)), "in the register"
    assert change(cast.dev, issue, "clear", name="control") == 302
    assert change(cast.dev, issue, "uncover", reason=reason) == 302
    assert change(cast.dev, issue, "unwatch") == 302
    assert change(cast.dev, issue, "merge", into=other.pk) == 302
    assert "counts for" in page(of(cast.dev), f"{HOME}{issue.pk}/")
    assert of(cast.dev).post(f"{HOME}{issue.pk}/change/?do=separate").status_code == 302, "as the toast undoes it"
    assert change(cast.dev, issue, "aside", because="Too small") == 302
    assert "Too small" in page(of(cast.dev), f"{HOME}{issue.pk}/")
    assert change(cast.dev, issue, "up") == 302


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"do": "dance"}, 422),
        ({"do": "cover", "reason": "many"}, 422),
        ({"do": "assign", "owner": "ada", "due_on": "soon"}, 422),
        ({"do": "factor", "name": "luck", "value": "1", "because": "So"}, 422),
        ({"do": "factor", "name": "effort", "value": "much", "because": "So"}, 422),
        ({"do": "merge", "into": "999"}, 404),
        ({"do": "clear", "name": "effort"}, 409),
        ({"do": "up"}, 409),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, sent: dict[str, str], status: int) -> None:
    issue = acting.raise_issue(by=cast.dev, at=AT, title="Late")
    filled = {name: str(cast.ada.pk) if value == "ada" else value for name, value in sent.items()}

    assert change(cast.dev, issue, **filled) == status

    assert issue.remarks.count() == 1


def test_customers_behind_an_issue_are_listed_and_split_off(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    for number in range(3):
        left(cast.ben, f"C / {number} ä", late, value=f"{number}50.00")
    issue = acting.raise_issue(by=cast.dev, at=AT, title="Late", reasons=[late.pk])
    there = f"{HOME}{issue.pk}/customers/"
    client = of(cast.dev)

    shown = page(client, there)
    assert shown.index("C / 2 ä") < shown.index("C / 1 ä"), "the largest loss first"
    assert "C / 0 ä" not in page(client, f"{there}?value.min=100")
    assert "C / 0 ä" in page(client, f"{there}?q=/ 0&sort=left_on")
    assert "C / 1 ä" in client.get(f"{there}export/?format=csv").getvalue().decode()
    asked = client.post(f"{HOME}{issue.pk}/splitting/", {"rows": ["2011-09-12 C / 1 ä", "nonsense"]})
    assert (asked.status_code, "C / 1 ä" in asked.content.decode()) == (200, True)
    made = client.post(f"{HOME}{issue.pk}/splitting/", {"rows": ["2011-09-12 C / 1 ä"], "title": "Abroad"})

    assert made.status_code == 302
    assert "C / 1 ä" not in page(client, there)
    assert "C / 1 ä" in page(client, f"{HOME}{Issue.objects.get(title='Abroad').pk}/customers/")
    for person, status in ((cast.nia, 404), (cast.ben, 404), (cast.eve, 403)):
        assert of(person).get(there).status_code == status
