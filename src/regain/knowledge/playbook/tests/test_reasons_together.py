"""What happens when two keep the catalogue, or write down one departure, at the same moment."""

from collections.abc import Callable

import pytest

from regain.knowledge.playbook.actions import reasons as editing
from regain.knowledge.playbook.actions.catalogue import CatalogueInUse, load_catalogue
from regain.knowledge.playbook.actions.reason_marks import TitleTaken
from regain.knowledge.playbook.models import Departure, Reason, Telling
from regain.knowledge.playbook.rules.catalogue import shipped
from regain.knowledge.playbook.rules.causes import CauseClass
from regain.knowledge.playbook.tests.reasons_story import AT, INSTALLER, as_it_is, filled, told
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(answers: list[object]) -> list[type[object]]:
    return [type(answer) for answer in answers]


def test_of_two_who_fill_the_catalogue_one_does() -> None:
    answers = together(*(lambda: load_catalogue(by=INSTALLER, at=AT),) * 2)

    assert kinds(answers).count(CatalogueInUse) == 1
    assert Reason.objects.count() == sum(len(group.reasons) for group in shipped())


def test_of_two_who_change_one_reason_the_second_is_told() -> None:
    late = filled()["late"]
    given = as_it_is(late)

    def renamed(title: str) -> Callable[[], object]:
        return lambda: editing.revise_reason(
            by=INSTALLER, at=AT, reason=late, version=late.version, **{**given, "title": title}
        )

    answers = together(renamed("Came late"), renamed("Delayed"))

    assert kinds(answers).count(editing.ChangedMeanwhile) == 1
    assert Reason.objects.get(pk=late.pk).changes.count() == 1


def test_of_two_who_give_one_name_one_does() -> None:
    group = filled()["late"].group

    def added() -> object:
        return editing.add_reason(
            by=INSTALLER,
            at=AT,
            group=group,
            title="The weather",
            cause_class=CauseClass.MOVED,
            is_changeable=False,
            is_ours=False,
        )

    answers = together(added, added)

    assert kinds(answers).count(TitleTaken) == 1
    assert Reason.objects.filter(title="The weather").count() == 1


def test_two_merges_at_once_make_no_circle() -> None:
    reasons = filled()
    late, fees = reasons["late"], reasons["fees"]

    answers = together(
        lambda: editing.merge_reason(by=INSTALLER, at=AT, reason=late, into=fees),
        lambda: editing.merge_reason(by=INSTALLER, at=AT, reason=fees, into=late),
    )

    assert kinds(answers).count(editing.ChainOfMerges) == 1
    assert Reason.objects.filter(merged_into__isnull=False).count() == 1


def test_two_who_write_down_one_departure_are_both_kept_and_one_counts() -> None:
    reasons = filled()

    together(lambda: told(INSTALLER, reasons["late"]), lambda: told(INSTALLER, reasons["fees"]))

    (departure,) = Departure.objects.all()
    assert departure.tellings.count() == 2
    assert Telling.objects.get(superseded_at=None) == departure.counted
