"""What people change about themselves, their views, and the first people of an installation."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from regain.foundation.kit.errors import NotAllowed, NotFound
from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import account, founding, rights, shared, views
from regain.foundation.people.models import Person, SavedView
from regain.foundation.people.queries import views as queries
from regain.foundation.people.rules import samples
from regain.foundation.people.tests.conftest import Traces
from tests.cast import AT, COMMAND_LINE, PASSWORD, Cast

NEW = "no thread is too long to wind"


@pytest.fixture
def demo(settings: Settings) -> None:
    """A demo installation."""
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"sample": True})


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    before = cast.ben.get_session_auth_hash()

    ben = account.change_password(by=cast.ben, at=AT, password=NEW)

    assert ben.check_password(NEW)
    assert ben.get_session_auth_hash() != before


def test_a_weak_password_is_not_set(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(shared.WeakPassword, match="at least 12 characters"):
        account.change_password(by=cast.ben, at=AT, password="password1")

    assert traces() == before


def test_nobody_sets_somebody_elses_password(cast: Cast, traces: Traces) -> None:
    before = traces()

    with pytest.raises(NotAllowed):
        account.reset_password(by=cast.nia, at=AT, person=cast.ben, password=NEW)

    assert traces() == before


def test_the_command_line_sets_a_password(cast: Cast) -> None:
    ben = account.reset_password(by=COMMAND_LINE, at=AT, person=cast.ben, password=NEW)

    assert ben.check_password(NEW)


def test_preferences_are_kept(cast: Cast) -> None:
    ben = account.set_preferences(by=cast.ben, at=AT, theme="dark", language="en", has_shortcuts=False)

    assert (ben.theme, ben.language, ben.has_shortcuts) == ("dark", "en", False)


@pytest.mark.parametrize(("theme", "language"), [("neon", ""), ("dark", "tlh"), ("", "en")])
def test_only_what_is_offered_is_chosen(cast: Cast, traces: Traces, theme: str, language: str) -> None:
    before = traces()

    with pytest.raises(account.NoSuchChoice):
        account.set_preferences(by=cast.ben, at=AT, theme=theme, language=language, has_shortcuts=True)

    assert traces() == before


def test_saving_a_view_under_its_title_again_replaces_it(cast: Cast) -> None:
    views.save_view(by=cast.ben, at=AT, list_name="customers", title="Mine", query="?q=a")

    views.save_view(by=cast.ben, at=AT, list_name="customers", title=" Mine ", query="q=b")

    (view,) = queries.saved_views(by=cast.ben, list_name="customers")
    assert (view.title, view.query, view.is_shared, view.may_change) == ("Mine", "q=b", False, True)


def test_a_view_is_ones_own_until_it_is_shared(cast: Cast, traces: Traces) -> None:
    view = views.save_view(by=cast.ben, at=AT, list_name="customers", title="Worth it", query="v=1")
    assert queries.saved_views(by=cast.ada, list_name="customers") == ()
    with pytest.raises(NotFound):
        queries.saved_view(by=cast.ada, pk=view.pk)

    views.share_view(by=cast.ben, at=AT, view=view)

    (seen,) = queries.saved_views(by=cast.ada, list_name="customers")
    assert (seen.title, seen.is_shared, seen.may_change) == ("Worth it", True, False)
    before = traces()
    with pytest.raises(NotAllowed):
        views.forget_view(by=cast.ada, at=AT, view=view)
    assert traces() == before
    views.forget_view(by=cast.nia, at=AT, view=view)
    assert not SavedView.objects.exists()


def test_a_title_is_shared_once(cast: Cast, traces: Traces) -> None:
    mine = views.save_view(by=cast.ben, at=AT, list_name="customers", title="Top", query="a=1")
    views.share_view(by=cast.ben, at=AT, view=mine)
    other = views.save_view(by=cast.ada, at=AT, list_name="customers", title="Top", query="a=2")
    before = traces()

    with pytest.raises(views.TitleIsTaken):
        views.share_view(by=cast.ada, at=AT, view=other)

    assert traces() == before


@pytest.mark.parametrize(("title", "query"), [("", "a=1"), ("x" * 81, "a=1"), ("fine", "x" * 2001)])
def test_a_view_without_title_or_end_is_not_saved(cast: Cast, traces: Traces, title: str, query: str) -> None:
    before = traces()

    with pytest.raises(views.ViewCannotBeSaved):
        views.save_view(by=cast.ben, at=AT, list_name="customers", title=title, query=query)

    assert traces() == before


@pytest.mark.django_db
def test_the_first_administrator_also_owns_the_firm() -> None:
    first = founding.found_first_administrator(
        by=COMMAND_LINE, at=AT, email="Nia@Thimble.example", name="Nia", password=PASSWORD
    )

    assert first.roles == {Role.OWNER, Role.ADMINISTRATOR}
    assert first.email == "nia@thimble.example"


def test_an_installation_is_founded_once(cast: Cast, traces: Traces) -> None:
    before = traces()

    for by in (COMMAND_LINE, cast.nia):
        with pytest.raises((founding.AlreadyFounded, NotAllowed)):
            founding.found_first_administrator(by=by, at=AT, email="x@thimble.example", name="X", password=PASSWORD)

    assert traces() == before


@pytest.mark.django_db
def test_sample_people_live_in_a_demo_only(traces: Traces) -> None:
    before = traces()

    with pytest.raises(founding.NotADemo):
        founding.add_sample_people(by=COMMAND_LINE, at=AT)

    assert traces() == before


@pytest.mark.django_db
def test_a_demo_has_one_sample_person_for_each_role(demo: None) -> None:
    founding.add_sample_people(by=COMMAND_LINE, at=AT)

    again = founding.add_sample_people(by=COMMAND_LINE, at=AT + timedelta(days=1))

    people = list(Person.objects.all())
    assert again == ()
    assert {role for person in people for role in person.roles} == set(Role)
    assert all(person.is_sample and "(sample)" in person.name for person in people)


def test_sample_people_stay_as_they_are(cast: Cast, demo: None, traces: Traces) -> None:
    made = founding.add_sample_people(by=COMMAND_LINE, at=AT)
    before = traces()

    with pytest.raises(shared.SampleStaysAsItIs):
        account.change_password(by=made[0], at=AT, password=NEW)
    with pytest.raises(shared.SampleStaysAsItIs):
        account.reset_password(by=COMMAND_LINE, at=AT, person=made[0], password=NEW)
    with pytest.raises(shared.SampleStaysAsItIs):
        account.rename(by=made[0], at=AT, name="Real")

    assert traces() == before


def test_sample_people_hold_nothing_once_it_is_no_demo(
    cast: Cast, demo: None, settings: Settings, traces: Traces
) -> None:
    made = founding.add_sample_people(by=COMMAND_LINE, at=AT)
    sample_nia = next(one for one in made if one.email == samples.SAMPLES[-1].email)
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"sample": False})
    before = traces()

    with pytest.raises(shared.SampleStaysAsItIs):
        rights.change_roles(by=cast.nia, at=AT, person=made[0], roles={Role.ADMINISTRATOR})
    with pytest.raises(rights.LastAdministrator):
        rights.deactivate_person(by=cast.olive, at=AT, person=cast.nia)

    assert traces() == before
    assert not Person.objects.get(pk=sample_nia.pk).may("people.manage")
