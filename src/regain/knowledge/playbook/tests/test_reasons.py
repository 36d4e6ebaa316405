"""The catalogue: filled once, edited by those who may, with a history, and nothing said is ever lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from regain.foundation.audit.models import Entry
from regain.foundation.kit.errors import NotAllowed
from regain.knowledge.playbook.actions import catalogue as arranging
from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.actions.reason_marks import TitleTaken, TitleWrong
from regain.knowledge.playbook.models import Cause, Departure, Reason, ReasonChange, ReasonGroup, Telling
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.queries.reasons import catalogue
from regain.knowledge.playbook.rules.causes import CauseClass
from regain.knowledge.playbook.tests.reasons_story import AT, INSTALLER, LEFT, ONE, as_it_is, filled, told
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Picture = Callable[[], dict[str, object]]


@pytest.fixture
def traces() -> Picture:
    """Everything a verb of this part could touch, to compare before and after."""
    kinds = (ReasonGroup, Reason, ReasonChange, Departure, Telling, Cause, Entry)
    return lambda: {kind.__name__: list(kind._default_manager.order_by("pk").values()) for kind in kinds}


@pytest.fixture
def by_key(db: None) -> dict[str, Reason]:
    """The shipped catalogue."""
    return filled()


def test_an_empty_catalogue_is_filled_in_order_and_never_a_second_time(traces: Picture) -> None:
    filled()
    before = traces()

    with pytest.raises(arranging.CatalogueInUse):
        arranging.load_catalogue(by=INSTALLER, at=AT)

    assert traces() == before
    found = catalogue()
    assert found.groups[0].title == "Product or quality"
    assert len(found.reasons) == Reason.objects.count()


def test_a_reason_of_ones_own_comes_last_in_its_group(cast: Cast, by_key: dict[str, Reason]) -> None:
    group = by_key["late"].group
    reason = editing.add_reason(
        by=cast.dev,
        at=AT,
        group=group,
        title="  The  courier ",
        cause_class=CauseClass.PUSHED,
        is_changeable=True,
        is_ours=False,
    )

    assert reason.title == "The courier"
    assert [each.title for each in catalogue().groups[1].reasons][-1] == "The courier"
    assert [change.what for change in reason.changes.all()] == ["added"]


def test_a_name_in_use_is_refused_in_any_case_and_nothing_happens(
    cast: Cast, by_key: dict[str, Reason], traces: Picture
) -> None:
    before, given = traces(), as_it_is(by_key["late"])

    with pytest.raises(TitleTaken, match="“Our price went up” in “Price and terms”"):
        editing.revise_reason(
            by=cast.dev, at=AT, reason=by_key["late"], version=1, **{**given, "title": "OUR PRICE WENT UP"}
        )
    with pytest.raises(TitleWrong):
        editing.revise_reason(by=cast.dev, at=AT, reason=by_key["late"], version=1, **{**given, "title": "  "})

    assert traces() == before


def test_a_change_is_kept_with_what_it_was_before(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    given = {**as_it_is(late), "title": "Came late", "group": by_key["faulty"].group, "is_ours": False}

    editing.revise_reason(by=cast.dev, at=AT, reason=late, version=late.version, **given)

    late.refresh_from_db()
    lines = {change.what: (change.before, change.after, change.by_name) for change in late.changes.all()}
    assert lines == {
        "title": ("Late delivery", "Came late", "Dev Patel"),
        "group": ("Ordering and delivery", "Product or quality", "Dev Patel"),
        "is_ours": ("yes", "no", "Dev Patel"),
    }
    assert catalogue().groups[0].reasons[-1].title == "Came late"


def test_saving_without_a_change_leaves_no_line(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    same = editing.revise_reason(by=cast.dev, at=AT, reason=late, version=1, **as_it_is(late))

    assert same.version == 1
    assert not same.changes.exists()


def test_two_people_editing_one_reason_lose_nobodys_words(
    cast: Cast, by_key: dict[str, Reason], traces: Picture
) -> None:
    late = by_key["late"]
    seen = late.version
    editing.revise_reason(by=cast.dev, at=AT, reason=late, version=seen, **{**as_it_is(late), "title": "Came late"})
    before = traces()

    with pytest.raises(editing.ChangedMeanwhile, match="Dev Patel changed “Came late”"):
        editing.revise_reason(
            by=cast.olive, at=AT, reason=late, version=seen, **{**as_it_is(late), "words": "After the promised day"}
        )

    assert traces() == before


def test_a_retired_reason_is_not_chosen_any_more_but_what_was_said_stays(cast: Cast, by_key: dict[str, Reason]) -> None:
    told(cast.ben, by_key["late"])
    editing.retire_reason(by=cast.dev, at=AT, reason=by_key["late"])

    assert "Late delivery" not in {reason.title for reason in catalogue().reasons}
    assert causes(customer="C-1", left_on=LEFT).stated.causes[0].title == "Late delivery"
    with pytest.raises(editing.NotInUse):
        editing.retire_reason(by=cast.dev, at=AT, reason=by_key["late"])

    editing.restore_reason(by=cast.dev, at=AT + timedelta(hours=1), reason=by_key["late"])
    assert "Late delivery" in {reason.title for reason in catalogue().reasons}
    assert [change.what for change in by_key["late"].changes.all()] == ["restored", "retired"]


def test_a_retired_name_that_was_given_away_cannot_come_back(cast: Cast, by_key: dict[str, Reason]) -> None:
    late = editing.retire_reason(by=cast.dev, at=AT, reason=by_key["late"])
    editing.add_reason(
        by=cast.dev,
        at=AT,
        group=late.group,
        title="late delivery",
        cause_class=CauseClass.PUSHED,
        is_changeable=True,
        is_ours=True,
    )

    with pytest.raises(TitleTaken):
        editing.restore_reason(by=cast.dev, at=AT, reason=late)


def test_a_merged_reason_counts_as_the_other_and_the_record_keeps_what_was_said(
    cast: Cast, by_key: dict[str, Reason]
) -> None:
    told(cast.ben, by_key["late"], by_key["out-of-stock"])
    editing.merge_reason(by=cast.dev, at=AT, reason=by_key["late"], into=by_key["out-of-stock"])

    (cause,) = causes(customer="C-1", left_on=LEFT).stated.causes
    assert (cause.title, cause.weight) == ("Out of stock too often", ONE)
    assert cause.said_as == "Late delivery, Out of stock too often"
    assert Cause.objects.filter(reason=by_key["late"]).count() == 1
    assert "Late delivery" not in {reason.title for reason in catalogue().reasons}

    editing.separate_reason(by=cast.dev, at=AT, reason=Reason.objects.get(pk=by_key["late"].pk))
    assert len(causes(customer="C-1", left_on=LEFT).stated.causes) == 2
    assert [change.what for change in by_key["out-of-stock"].changes.all()] == ["gave_back", "took_in"]


def test_merges_make_no_chain_and_no_circle(cast: Cast, by_key: dict[str, Reason], traces: Picture) -> None:
    late, stock, fees = by_key["late"], by_key["out-of-stock"], by_key["fees"]
    editing.merge_reason(by=cast.dev, at=AT, reason=late, into=stock)
    before = traces()

    with pytest.raises(editing.MergedIntoItself):
        editing.merge_reason(by=cast.dev, at=AT, reason=stock, into=stock)
    with pytest.raises(editing.ChainOfMerges, match="Merge into that one instead"):
        editing.merge_reason(by=cast.dev, at=AT, reason=fees, into=late)
    with pytest.raises(editing.ChainOfMerges, match="then merge both"):
        editing.merge_reason(by=cast.dev, at=AT, reason=stock, into=fees)
    with pytest.raises(editing.ChainOfMerges):
        editing.merge_reason(by=cast.dev, at=AT, reason=stock, into=late)
    with pytest.raises(editing.NotInUse):
        editing.merge_reason(by=cast.dev, at=AT, reason=late, into=fees)

    assert traces() == before


def test_nothing_is_merged_into_what_nobody_can_choose(cast: Cast, by_key: dict[str, Reason]) -> None:
    editing.retire_reason(by=cast.dev, at=AT, reason=by_key["fees"])

    with pytest.raises(editing.NotInUse, match="Bring it back first"):
        editing.merge_reason(by=cast.dev, at=AT, reason=by_key["late"], into=by_key["fees"])


def test_reasons_and_groups_are_put_in_order(cast: Cast, by_key: dict[str, Reason]) -> None:
    arranging.place_reason(by=cast.dev, at=AT, reason=by_key["late"], place=1)
    arranging.place_group(by=cast.dev, at=AT, group=by_key["late"].group, place=1)

    first = catalogue().groups[0]
    assert (first.title, first.reasons[0].title) == ("Ordering and delivery", "Late delivery")


def test_groups_are_added_and_renamed(cast: Cast, by_key: dict[str, Reason]) -> None:
    group = arranging.add_group(by=cast.dev, at=AT, title="Season")
    arranging.rename_group(by=cast.dev, at=AT, group=group, title="Weather")

    with pytest.raises(TitleTaken):
        arranging.add_group(by=cast.dev, at=AT, title="weather")
    assert "Weather" not in {each.title for each in catalogue().groups}


def test_those_who_may_only_look_change_nothing(cast: Cast, by_key: dict[str, Reason], traces: Picture) -> None:
    before, late = traces(), by_key["late"]

    for person in (cast.ben, cast.ada, cast.cora, cast.fay, cast.tom, cast.nia, cast.eve):
        with pytest.raises(NotAllowed):
            editing.retire_reason(by=person, at=AT, reason=late)
        with pytest.raises(NotAllowed):
            editing.revise_reason(by=person, at=AT, reason=late, version=1, **as_it_is(late))
        with pytest.raises(NotAllowed):
            editing.merge_reason(by=person, at=AT, reason=late, into=by_key["fees"])

    assert traces() == before


def test_the_database_itself_refuses_a_second_reason_of_one_name(by_key: dict[str, Reason]) -> None:
    late = by_key["late"]
    late.pk, late.key = None, ""

    with pytest.raises(IntegrityError), transaction.atomic():
        late.save()
