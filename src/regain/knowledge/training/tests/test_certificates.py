"""Certificates: only trained callers call."""

import pytest

from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.kit.roles import Role
from regain.foundation.notices.models import Reminder
from regain.foundation.people.actions import founding, rights
from regain.foundation.people.models import Person
from regain.knowledge.training import actions
from regain.knowledge.training.actions import certificates as acting
from regain.knowledge.training.models import Certificate
from regain.knowledge.training.queries.certificates import standing
from regain.knowledge.training.rules.rubric import MustNot
from regain.knowledge.training.tests.conftest import Traces
from regain.knowledge.training.tests.story import AT, DAY, browser, certified, fresh, practised, trained
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_caller_without_a_certificate_is_told_why_and_what_opens_it(cast: Cast) -> None:
    found = standing(person_key=cast.ben.key, at=AT)

    assert not found.is_certified
    assert found.sentence == (
        "No certificate yet. 2 passed practice calls and whoever certifies here open recovery calls."
    )
    assert found.sentence in browser(cast.ben).get("/training/practice/").content.decode()
    assert "Before your first recovery call" in browser(cast.ben).get("/").content.decode()


@pytest.mark.parametrize("key", ["system:worker", "person:", "person:²", "invitation:1", ""])
def test_nobody_else_is_certified(db: None, key: str) -> None:
    assert not standing(person_key=key, at=AT).is_certified


def test_two_passed_practice_calls_make_a_certificate_for_a_year(cast: Cast) -> None:
    made = certified(cast)

    assert made.valid_until == AT.replace(year=2027)
    assert made.practices.count() == 2
    found = standing(person_key=cast.ben.key, at=AT)
    assert (found.is_certified, found.until, found.sentence) == (True, made.valid_until, "Certified until 9 Mar 2027.")


def test_it_ends_to_the_second(cast: Cast) -> None:
    made = certified(cast)

    assert standing(person_key=cast.ben.key, at=made.valid_until.replace(hour=9)).is_certified
    ended = standing(person_key=cast.ben.key, at=made.valid_until)
    assert not ended.is_certified
    assert ended.sentence.startswith("The certificate ended on 9 Mar 2027.")
    assert not standing(person_key=cast.ben.key, at=AT - DAY).is_certified


def test_the_same_customer_twice_an_old_call_or_a_failed_one_do_not_count(cast: Cast, traces: Traces) -> None:
    practised(cast.ben, cast.cora, "florist")
    practised(cast.ben, cast.cora, "florist")
    practised(cast.ben, cast.cora, "garage", at=AT - 61 * DAY)
    practised(cast.ben, cast.cora, "gym", points=1)
    practised(cast.ben, cast.cora, "printer", broken=(MustNot.ARGUED,))
    before = traces()

    with pytest.raises(acting.NotEnoughPractice, match="passed 1 of 2 different practice calls in the last 60 days"):
        actions.certify(by=cast.dev, at=AT, person=cast.ben)

    assert traces() == before


def test_nobody_certifies_themselves_while_somebody_else_may(cast: Cast, traces: Traces) -> None:
    trained(cast.olive, cast.dev)
    before = traces()

    with pytest.raises(acting.CannotCertifyOneself):
        actions.certify(by=cast.olive, at=AT, person=cast.olive)

    assert traces() == before


def test_neither_a_caller_nor_an_administrator_certifies(cast: Cast, traces: Traces) -> None:
    trained(cast.ben, cast.cora)
    before = traces()

    for who in (cast.ben, cast.nia, cast.fay, System("worker")):
        with pytest.raises(NotAllowed):
            actions.certify(by=who, at=AT, person=cast.ben)  # type: ignore[arg-type]

    assert traces() == before


def test_an_owner_who_is_the_only_one_to_certify_still_practises_with_a_colleague(cast: Cast) -> None:
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.dev)
    with pytest.raises(acting.NotEnoughPractice):
        actions.certify(by=cast.olive, at=AT, person=cast.olive)

    trained(cast.olive, cast.ben)
    made = actions.certify(by=cast.olive, at=AT, person=cast.olive)

    assert made.words == "Certified by themselves: nobody else here may certify."


def test_an_owner_alone_in_the_firm_certifies_themselves_and_the_record_says_so(db: None) -> None:
    owner = founding.found_first_administrator(
        by=System("command line"), at=AT, email="una@shop.example", name="Una", password="every tailor needs a thimble"
    )

    made = actions.certify(by=fresh(owner), at=AT, person=fresh(owner))

    assert "nobody else here may certify" in made.words
    assert "no colleague here to practise with" in made.words
    assert standing(person_key=owner.key, at=AT).is_certified


def test_somebody_whose_role_does_not_call_gets_none(cast: Cast) -> None:
    with pytest.raises(acting.CannotCall, match="Tom Reyes has no role that calls customers"):
        actions.certify(by=cast.dev, at=AT, person=cast.tom)


def test_a_certificate_is_withdrawn_for_a_reason(cast: Cast, traces: Traces) -> None:
    made = certified(cast)
    before = traces()
    with pytest.raises(acting.ReasonMissing):
        actions.withdraw_certificate(by=cast.dev, at=AT, certificate=made, because=" ")
    assert traces() == before

    actions.withdraw_certificate(by=cast.dev, at=AT + DAY, certificate=made, because="Promised refunds")

    found = standing(person_key=cast.ben.key, at=AT + DAY)
    assert not found.is_certified
    assert found.sentence.startswith("The certificate was withdrawn on 10 Mar 2026.")
    with pytest.raises(acting.AlreadyOver):
        actions.withdraw_certificate(by=cast.dev, at=AT + DAY, certificate=made, because="Again")


def test_withdrawing_ends_an_earlier_certificate_that_still_holds_too(cast: Cast) -> None:
    certified(cast)
    renewed = certified(cast, at=AT + 30 * DAY)

    actions.withdraw_certificate(by=cast.dev, at=AT + 31 * DAY, certificate=renewed, because="Argued with customers")

    assert not standing(person_key=cast.ben.key, at=AT + 31 * DAY).is_certified


def test_both_are_reminded_thirty_days_before_and_a_renewal_settles_it(cast: Cast) -> None:
    made = certified(cast)
    due_at = made.valid_until - 30 * DAY
    waiting = Reminder.objects.filter(settled_at=None)
    assert {(each.person, each.due_at) for each in waiting} == {(cast.ben, due_at), (cast.dev, due_at)}

    renewed = certified(cast, at=made.valid_until - 20 * DAY)

    assert {each.due_at for each in waiting.all()} == {renewed.valid_until - 30 * DAY}
    assert standing(person_key=cast.ben.key, at=made.valid_until + DAY).is_certified


def test_what_a_certificate_takes_is_a_setting(cast: Cast) -> None:
    actions.set_standard(by=cast.dev, at=AT, calls=1, within_days=10, months=6)
    practised(cast.ben, cast.cora, "florist", at=AT - 9 * DAY)

    assert actions.certify(by=cast.dev, at=AT, person=cast.ben).valid_until == AT.replace(month=9)
    with pytest.raises(acting.StandardCannotBeMet, match="1 to 12 practice calls"):
        actions.set_standard(by=cast.dev, at=AT, calls=0, within_days=10, months=6)
    with pytest.raises(NotAllowed):
        actions.set_standard(by=cast.ben, at=AT, calls=1, within_days=10, months=6)


def test_a_manager_certifies_and_withdraws_on_the_pages(cast: Cast) -> None:
    dev = browser(cast.dev)
    address = f"/training/practice/certificates/{cast.ben.pk}/"
    assert "0 of 2 practice calls are passed" in dev.get(address).content.decode()
    assert dev.post(address).status_code == 409
    trained(cast.ben, cast.cora)
    Person.objects.filter(pk=cast.cora.pk).update(name="Cora <b>")

    # The pages are asked now, so the practice calls have to be recent.
    actions.set_standard(by=cast.dev, at=AT, calls=2, within_days=365, months=12)
    page = dev.post(address, {"words": "Calm"}, follow=True).content.decode()

    assert "may make recovery calls until" in page
    assert "Cora &lt;b&gt;" in page
    made = Certificate.objects.get()
    assert "Certified" in dev.get("/training/practice/certificates/?state=certified").content.decode()
    gone = dev.post(
        f"/training/practice/certificates/given/{made.pk}/withdrawal/", {"because": "Argued"}, follow=True
    ).content.decode()
    assert "makes no more recovery calls" in gone
    assert "Argued" in gone


def test_the_list_names_who_calls_and_nobody_else(cast: Cast) -> None:
    certified(cast)
    rights.change_roles(by=cast.nia, at=AT, person=cast.tom, roles={Role.RECOVERY_CALLER})

    exported = browser(cast.olive).get("/training/practice/certificates/export/?format=csv")
    lines = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    names = [line.split(",")[0] for line in lines[1:]]
    assert names == sorted(
        ["Ada Marlow", "Ben Okafor", "Cora Lindqvist", "Dev Patel", "Fay Morgan", "Olive Thimble", "Tom Reyes"]
    )
