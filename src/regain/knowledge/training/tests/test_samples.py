"""What a demo begins with."""

import pytest
from pytest_django import Settings

from regain.foundation.kit.actor import System
from regain.foundation.people.actions import founding
from regain.foundation.people.models import Person
from regain.knowledge.training import actions
from regain.knowledge.training.models import Coaching
from regain.knowledge.training.queries.certificates import standing
from regain.knowledge.training.tests.story import AT, browser

pytestmark = pytest.mark.django_db

DEMO = System("demo")


@pytest.fixture
def samples(db: None, settings: Settings) -> None:
    """The sample people of a demo."""
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"sample": True})
    founding.add_sample_people(by=DEMO, at=AT)


def sample(name: str) -> Person:
    return Person.objects.get(email=f"{name}@sample.invalid")


def test_the_sample_callers_are_certified_through_practice_and_once(samples: None) -> None:
    made = actions.sample_certificates(by=DEMO, at=AT)

    assert {each.person.email.partition("@")[0] for each in made} == {"ben", "ada", "dev", "olive"}
    assert all(each.practices.count() == 2 for each in made)
    assert standing(person_key=sample("ben").key, at=AT).is_certified
    assert actions.sample_certificates(by=DEMO, at=AT) == ()


def test_the_sample_lead_has_coaching_in_every_stage(samples: None) -> None:
    made = actions.sample_coaching(by=DEMO, at=AT)

    assert len(made) == 5
    assert len({each.stage for each in Coaching.objects.all()}) == 4
    assert "Customer service" in browser(sample("fay")).get("/training/coaching/").content.decode()
    assert actions.sample_coaching(by=DEMO, at=AT) == ()


def test_without_sample_people_there_is_nothing_to_add(db: None) -> None:
    assert actions.sample_certificates(by=DEMO, at=AT) == ()
    assert actions.sample_coaching(by=DEMO, at=AT) == ()
