"""Coaching: from the customer's words to the day it holds, and seen by nobody it does not concern."""

from datetime import date, timedelta

import pytest

from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.notices.models import Reminder
from regain.foundation.people.actions import teams
from regain.foundation.people.models import Person, Team
from regain.knowledge.training import actions
from regain.knowledge.training.actions import coaching as acting
from regain.knowledge.training.models import Coaching
from regain.knowledge.training.queries import coaching as queries
from regain.knowledge.training.queries import items
from regain.knowledge.training.rules.coaching import Stage
from regain.knowledge.training.tests.conftest import Traces
from regain.knowledge.training.tests.story import AT, DAY, browser, fresh, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db

WORDS = "He sighed before I had finished."
LATER = date(2026, 4, 8)


def seen_by(person: Person) -> set[int]:
    return set(items.visible(fresh(person)).values_list("pk", flat=True))


def test_it_goes_from_the_customer_to_the_day_it_holds(cast: Cast, till: Team) -> None:
    item = told(cast.ben, person=fresh(cast.cora))

    item = actions.acknowledge(by=fresh(cast.cora), at=AT, coaching=item, words="Ouch. True.")
    item = actions.coach(by=cast.fay, at=AT, coaching=item, agreed="Count to three first.", recheck_on=LATER)
    assert (item.stage, item.due_on) == (Stage.COACHED, LATER + timedelta(7))
    item = actions.recheck(by=cast.ben, at=AT + 30 * DAY, coaching=item, holds=False, words="Still hurries")
    assert item.stage == Stage.ACKNOWLEDGED
    again = LATER + timedelta(30)
    item = actions.coach(by=cast.fay, at=AT + 31 * DAY, coaching=item, agreed="And breathe.", recheck_on=again)
    item = actions.recheck(by=cast.fay, at=AT + 70 * DAY, coaching=item, holds=True)

    assert (item.stage, item.due_on) == (Stage.HOLDS, None)
    story = [remark.move for remark in item.remarks.order_by("pk")]
    assert story == ["acknowledge", "coach", "not_yet", "coach", "holds"]


def test_praise_is_acknowledged_and_passed_on(cast: Cast, till: Team) -> None:
    item = told(cast.ben, team=till, praises=True, quote="Best wrapped glass ever.")

    item = actions.acknowledge(by=cast.fay, at=AT, coaching=item)
    item = actions.hand_on(by=cast.fay, at=AT, coaching=item, words="Read out on Monday")

    assert item.stage == Stage.HANDED_ON
    with pytest.raises(acting.NotNow, match="This is “Passed on” by now"):
        actions.hand_on(by=cast.fay, at=AT, coaching=item)


def test_only_those_it_concerns_see_it(cast: Cast, till: Team) -> None:
    about_cora = told(cast.ben, person=cast.cora)
    about_team = told(cast.dev, team=till)
    about_marek = told(cast.dev, team=till, about="Marek")

    assert seen_by(cast.cora) == {about_cora.pk, about_team.pk}
    assert seen_by(cast.tom) == {about_team.pk}
    assert seen_by(cast.fay) == {about_cora.pk, about_team.pk, about_marek.pk}
    assert seen_by(cast.ben) == {about_cora.pk}
    assert seen_by(cast.dev) == {about_team.pk, about_marek.pk}
    for other in (cast.ada, cast.olive, cast.nia, cast.eve):
        assert seen_by(other) == set()


def test_the_palette_finds_what_one_may_see(cast: Cast, till: Team) -> None:
    told(cast.ben, person=cast.cora)

    assert "He sighed" in browser(cast.fay).get("/search/?q=cora+sighed").content.decode()


def test_another_lead_sees_nothing_and_a_new_one_sees_what_goes_on(cast: Cast, till: Team) -> None:
    item = told(cast.ben, person=cast.cora)

    teams.set_lead(by=cast.nia, at=AT, team=till, lead=cast.ada)

    assert seen_by(cast.fay) == set()
    assert seen_by(cast.ada) == {item.pk}
    teams.close_team(by=cast.nia, at=AT, team=till)
    assert seen_by(cast.ada) == set()


@pytest.mark.parametrize("who", ["ada", "olive", "nia", "tom", "dev"])
def test_whom_it_does_not_concern_finds_it_nowhere(cast: Cast, till: Team, who: str, traces: Traces) -> None:
    item = told(cast.ben, person=cast.cora)
    person: Person = getattr(cast, who)
    client, before = browser(person), traces()

    assert client.get(f"/training/coaching/{item.pk}/").status_code == 404
    assert client.get(f"/api/1/training/coaching/{item.pk}").status_code == 404
    for step in ("acknowledgement", "talk", "check", "handing-on", "comment"):
        form = {"words": "x", "agreed": "x", "holds": "yes", "recheck_on": "2099-01-01"}
        assert client.post(f"/training/coaching/{item.pk}/{step}/", form).status_code == 404
    listed = client.get("/api/1/training/coaching").json()
    assert (listed["total"], listed["items"]) == (0, [])
    for page in ("", "said/", "all/", "all/?q=sighed"):
        assert WORDS not in client.get(f"/training/coaching/{page}").content.decode()
    exported = client.get("/training/coaching/all/export/?format=csv")
    assert b"sighed" not in b"".join(exported.streaming_content)  # type: ignore[attr-defined]
    assert "He sighed" not in client.get("/search/?q=sighed").content.decode()
    assert items.search(by=fresh(person), words="sighed") == []
    assert "customers said" not in client.get("/").content.decode()
    assert traces() == before


def test_the_verbs_refuse_whom_it_does_not_concern(cast: Cast, till: Team, traces: Traces) -> None:
    item = told(cast.ben, person=cast.cora)
    before = traces()

    for who in (cast.olive, cast.dev, cast.tom):
        with pytest.raises(NotAllowed):
            actions.acknowledge(by=who, at=AT, coaching=item)
        with pytest.raises(NotAllowed):
            actions.comment(by=who, at=AT, coaching=item, words="I heard")
        with pytest.raises(NotFound):
            items.coaching(by=who, pk=item.pk)
    with pytest.raises(NotAllowed):
        actions.coach(by=cast.cora, at=AT, coaching=item, agreed="With myself", recheck_on=LATER)
    with pytest.raises(NotAllowed):
        actions.withdraw_coaching(by=cast.fay, at=AT, coaching=item)

    assert traces() == before


def test_managers_see_counts_without_names(cast: Cast, till: Team) -> None:
    told(cast.ben, person=cast.cora, at=AT - 10 * DAY)
    told(cast.ben, team=till, praises=True)
    told(cast.ben, about="the driver")

    page = browser(cast.olive).get("/training/coaching/").content.decode()
    totals = browser(cast.dev).get("/api/1/training/coaching/totals").json()

    assert "In the whole company" in page
    assert "Cora" not in page
    assert "driver" not in page
    assert (totals["open"], totals["reach_nobody"], round(totals["praise_share"], 2)) == (3, 1, 0.33)
    assert browser(cast.fay).get("/api/1/training/coaching/totals").status_code == 403


def test_a_person_without_a_lead_is_coached_by_whoever_raised_it(cast: Cast) -> None:
    item = told(cast.dev, person=cast.ben)
    item = actions.acknowledge(by=cast.ben, at=AT, coaching=item)

    with pytest.raises(NotAllowed):
        actions.coach(by=cast.ben, at=AT, coaching=item, agreed="With myself", recheck_on=LATER)
    item = actions.coach(by=cast.dev, at=AT, coaching=item, agreed="Count to three", recheck_on=LATER)

    assert item.stage == Stage.COACHED


def test_nobody_leads_themselves(cast: Cast, till: Team) -> None:
    teams.put_in_team(by=cast.nia, at=AT, person=cast.fay, team=till)
    item = told(cast.dev, person=fresh(cast.fay))
    actions.acknowledge(by=fresh(cast.fay), at=AT, coaching=item)

    with pytest.raises(NotAllowed):
        actions.coach(by=fresh(cast.fay), at=AT, coaching=item, agreed="Me and me", recheck_on=LATER)


def test_a_name_alone_reaches_nobody_until_it_is_addressed(cast: Cast, till: Team) -> None:
    item = told(cast.ben, about="the driver")
    assert "Reaches nobody yet" in browser(cast.ben).get("/training/coaching/").content.decode()

    actions.address_coaching(by=cast.ben, at=AT, coaching=item, team=till)

    assert seen_by(cast.fay) == {item.pk}
    assert seen_by(cast.cora) == set()
    actions.acknowledge(by=cast.fay, at=AT, coaching=item)
    with pytest.raises(acting.NotNow, match="taken this up already"):
        actions.address_coaching(by=cast.ben, at=AT, coaching=item, person=cast.cora)


def test_what_says_nothing_or_is_about_nobody_is_refused(cast: Cast, till: Team, traces: Traces) -> None:
    before = traces()

    with pytest.raises(acting.QuoteMissing):
        told(cast.ben, person=cast.cora, quote=' "  " ')
    with pytest.raises(acting.AboutNobody, match="Say whom it is about"):
        told(cast.ben)
    with pytest.raises(acting.AboutNobody, match="not both"):
        told(cast.ben, person=cast.cora, team=till)
    with pytest.raises(NotAllowed):
        told(cast.nia, person=cast.cora)

    assert traces() == before


def test_it_is_taken_back_while_nobody_took_it_up(cast: Cast, till: Team) -> None:
    item = told(cast.ben, person=cast.cora)
    actions.withdraw_coaching(by=cast.ben, at=AT, coaching=item)
    assert seen_by(cast.cora) == set()
    assert seen_by(cast.ben) == {item.pk}

    taken = told(cast.ben, person=cast.cora)
    actions.acknowledge(by=cast.cora, at=AT, coaching=taken)
    with pytest.raises(acting.NotNow):
        actions.withdraw_coaching(by=cast.ben, at=AT, coaching=taken)


def test_a_talk_keeps_what_was_agreed_and_a_day_to_come(cast: Cast, till: Team, traces: Traces) -> None:
    item = actions.acknowledge(by=cast.fay, at=AT, coaching=told(cast.ben, person=cast.cora))
    before = traces()

    with pytest.raises(acting.WordsMissing):
        actions.coach(by=cast.fay, at=AT, coaching=item, agreed=" ", recheck_on=LATER)
    with pytest.raises(acting.DayMissing):
        actions.coach(by=cast.fay, at=AT, coaching=item, agreed="Listen", recheck_on=AT.date())

    assert traces() == before


def test_whoever_should_have_moved_is_reminded_once_without_the_words(cast: Cast, till: Team) -> None:
    item = told(cast.ben, person=cast.cora)
    worker, late = System("worker"), AT + 4 * DAY
    assert queries.overdue(today=AT.date()) == ()

    assert queries.overdue(today=late.date()) == (item,)
    actions.remind_of_coaching(by=worker, at=late, coaching=item)
    assert queries.overdue(today=late.date()) == ()

    reminder = Reminder.objects.get()
    assert reminder.person == cast.fay
    assert reminder.words == "Coaching waits for you since 12 Mar 2026."
    actions.acknowledge(by=cast.fay, at=late, coaching=item)
    assert Reminder.objects.get().settled_at == late
    assert queries.overdue(today=late.date() + timedelta(15)) == (item,)
    with pytest.raises(NotAllowed):
        actions.remind_of_coaching(by=cast.fay, at=late, coaching=item)


def test_the_lead_works_through_the_pages(cast: Cast, till: Team) -> None:
    ben, fay, cora = browser(cast.ben), browser(cast.fay), browser(cast.cora)
    form = {"quote": "“He sighed <loudly>”", "praises": "no", "whom": f"person:{cast.cora.pk}", "wanted": "Listen"}
    wrong = ben.post("/training/coaching/new/", form | {"whom": ""})
    assert wrong.status_code == 422
    assert "He sighed &lt;loudly&gt;" in wrong.content.decode()
    page = ben.post("/training/coaching/new/", form, follow=True).content.decode()
    item = Coaching.objects.get()
    address = f"/training/coaching/{item.pk}/"
    assert f"{address}taking-back/" in page

    assert "1 thing customers said waits for you" in fay.get("/").content.decode()
    assert "He sighed" in cora.get("/training/coaching/said/").content.decode()
    assert "It has arrived" in cora.get(address).content.decode()
    cora.post(f"{address}acknowledgement/", {"words": "I will"})
    assert "Talk it through" in fay.get("/training/coaching/").content.decode()
    fay.post(f"{address}talk/", {"agreed": "Count to three", "recheck_on": "2099-01-05"})
    ben.post(f"{address}comment/", {"words": "Thank you, Fay"})
    assert ben.post(f"{address}check/", {"holds": "maybe"}).status_code == 422
    page = ben.post(f"{address}check/", {"holds": "yes"}, follow=True).content.decode()

    assert all(words in page for words in ("Holds", "I will", "Count to three", "Thank you, Fay"))


def test_a_list_asks_no_more_for_more_items(cast: Cast, till: Team, django_assert_max_num_queries: object) -> None:
    for _number in range(12):
        told(cast.ben, person=cast.cora)
    fay = browser(cast.fay)
    fay.get("/training/coaching/")

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert "12 of 12" in fay.get("/training/coaching/all/").content.decode()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        fay.get("/training/coaching/")


def test_programs_take_the_same_steps(cast: Cast, till: Team) -> None:
    ben, fay = browser(cast.ben), browser(cast.fay)
    body = {"quote": "Never again", "praises": False, "team": till.pk, "source": "recovery:call:12"}

    made = ben.post("/api/1/training/coaching", body, content_type="application/json").json()
    steps = f"/api/1/training/coaching/{made['id']}/steps"

    def step(**body: object) -> dict[str, object]:
        answer: dict[str, object] = fay.post(steps, body, content_type="application/json").json()
        return answer

    assert made["source"] == "recovery:call:12"
    assert step(step="acknowledge")["may"] == ["coach"]
    assert "recheck_on" in str(step(step="coach", words="Listen")["detail"])
    assert step(step="coach", words="Listen", recheck_on="2099-01-01")["stage"] == "coached"
    assert "Say what is still missing" in str(step(step="not_yet")["detail"])
    assert step(step="holds")["stage"] == "holds"
    assert ben.delete(f"/api/1/training/coaching/{made['id']}").status_code == 409
