"""The pages of this room: what they show, and that a form does what its button says."""

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import rights, views
from regain.foundation.people.models import Invitation, Person, SavedView
from tests.cast import AT, Cast


@pytest.fixture
def nia(cast: Cast) -> Client:
    """A browser in which the administrator is signed in."""
    return _browser(cast.nia)


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_list_shows_everybody_with_roles_and_standing(cast: Cast, nia: Client) -> None:
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.tom)

    page = nia.get("/people/staff/").content.decode()

    assert all(name in page for name in ("Ada Marlow", "Recovery caller", "Deactivated", "1–9 of 9"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=lindq", {"Cora Lindqvist"}),
        ("q=thimble+fay", {"Fay Morgan"}),
        ("roles=owner&roles=executive", {"Olive Thimble", "Ada Marlow"}),
        ("standing=left", {"Tom Reyes"}),
        ("standing=left&roles=owner", set()),
    ],
)
def test_the_list_is_searched_and_filtered(cast: Cast, nia: Client, asked: str, found: set[str]) -> None:
    rights.deactivate_person(by=cast.nia, at=AT, person=cast.tom)

    page = nia.get(f"/people/staff/export/?format=csv&{asked}")

    names = {line.split(",")[0] for line in _text(page).splitlines()[1:]}
    assert names == found


def test_the_list_asks_no_more_for_more_people(
    cast: Cast, nia: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        nia.get("/people/staff/")


def test_a_persons_page_tells_what_was_done_to_them(cast: Cast, nia: Client) -> None:
    rights.change_roles(by=cast.nia, at=AT, person=cast.ben, roles={Role.OWNER, Role.SAVE_AGENT})

    page = nia.get(f"/people/staff/{cast.ben.pk}/").content.decode()

    assert "Roles changed" in page
    assert "Save agent, Owner" in page
    assert "Came in with an invitation" in page


def test_roles_are_changed_by_ticking_them(cast: Cast, nia: Client) -> None:
    answer = nia.post(f"/people/staff/{cast.ben.pk}/roles/", {"roles": ["executive", "owner"]})

    assert answer["Location"] == f"/people/staff/{cast.ben.pk}/"
    assert Person.objects.get(pk=cast.ben.pk).roles == {Role.EXECUTIVE, Role.OWNER}


def test_a_role_that_does_not_exist_changes_nothing(cast: Cast, nia: Client) -> None:
    nia.post(f"/people/staff/{cast.ben.pk}/roles/", {"roles": ["emperor"]})

    assert Person.objects.get(pk=cast.ben.pk).roles == {Role.RECOVERY_CALLER}


def test_the_last_administrator_gets_a_page_that_says_so(cast: Cast) -> None:
    answer = _browser(cast.olive).post(f"/people/staff/{cast.nia.pk}/deactivation/")

    assert answer.status_code == 409
    assert "Nia Abara is the last administrator." in answer.content.decode()


def test_deactivation_can_be_undone(cast: Cast, nia: Client) -> None:
    page = nia.post(f"/people/staff/{cast.ben.pk}/deactivation/", follow=True).content.decode()

    assert "is deactivated and signed out" in page
    assert f"/people/staff/{cast.ben.pk}/reactivation/" in page
    nia.post(f"/people/staff/{cast.ben.pk}/reactivation/")
    assert Person.objects.get(pk=cast.ben.pk).is_active


def test_the_link_of_an_invitation_is_shown_once(cast: Cast, nia: Client) -> None:
    form = {"email": "gus@thimble.example", "roles": ["save_agent"]}

    page = nia.post("/people/staff/invitations/", form).content.decode()

    assert "http://testserver/people/joining/" in page
    assert "joining" not in nia.get("/people/staff/").content.decode()
    assert "gus@thimble.example" in nia.get("/people/staff/").content.decode()


def test_an_invitation_without_a_role_comes_back_as_it_was_filled_in(cast: Cast, nia: Client) -> None:
    answer = nia.post("/people/staff/invitations/", {"email": "gus@thimble.example"})

    assert answer.status_code == 422
    assert b"Choose at least one role." in answer.content
    assert b"gus@thimble.example" in answer.content
    assert not Invitation.objects.filter(email="gus@thimble.example").exists()


def test_who_may_what_names_every_right(cast: Cast, nia: Client) -> None:
    page = nia.get("/people/staff/rights/").content.decode()

    assert "Invite people, change their roles, see them off" in page
    assert "Owner, Administrator" in page


def test_my_account_says_what_i_may_do(cast: Cast) -> None:
    page = _browser(cast.nia).get("/people/account/").content.decode()
    without = _browser(cast.eve).get("/people/account/").content.decode()

    assert "See who works here and in which roles" in page
    assert "Nothing yet. An administrator gives roles." in without


def test_my_name_and_preferences_are_saved(cast: Cast) -> None:
    ben = _browser(cast.ben)

    ben.post("/people/account/name/", {"name": " Benedict   Okafor "})
    answer = ben.post("/people/account/preferences/", {"theme": "dark", "language": ""})

    saved = Person.objects.get(pk=cast.ben.pk)
    assert (saved.name, saved.theme, saved.has_shortcuts) == ("Benedict Okafor", "dark", False)
    assert answer.cookies["regain_theme"].value == "dark"


@pytest.mark.parametrize(
    ("form", "sent"),
    [("name", {"name": "\n"}), ("preferences", {"theme": "neon"}), ("password", {"present": ""})],
)
def test_what_cannot_be_saved_comes_back(cast: Cast, form: str, sent: dict[str, str]) -> None:
    assert _browser(cast.ben).post(f"/people/account/{form}/", sent).status_code == 422


def test_a_saved_view_is_a_pill_above_its_list(cast: Cast, nia: Client) -> None:
    came = {"Referer": "http://testserver/people/staff/?roles=owner"}
    form = {"name": "Owners", "query": "roles=owner", "shared": "1"}

    answer = nia.post("/people/views/people/", form, headers=came)

    assert answer["Location"] == "/people/staff/?roles=owner"
    page = _browser(cast.olive).get("/people/staff/?roles=owner").content.decode()
    assert "Owners" in page
    assert f"/people/views/{SavedView.objects.get().pk}/removal/" in page


def test_a_form_from_elsewhere_leads_to_the_first_page(cast: Cast, nia: Client) -> None:
    answer = nia.post(
        "/people/views/people/",
        {"name": "Owners", "query": "roles=owner"},
        headers={"Referer": "http://evil.example/people/staff/"},
    )

    assert answer["Location"] == "/"


def test_a_view_of_somebody_else_is_not_there(cast: Cast, nia: Client) -> None:
    view = views.save_view(by=cast.ben, at=AT, list_name="people", title="Mine", query="q=a")

    assert nia.post(f"/people/views/{view.pk}/removal/").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_withdrawn_invitation_is_gone_from_the_list(cast: Cast, nia: Client) -> None:
    nia.post("/people/staff/invitations/", {"email": "gus@thimble.example", "roles": ["owner"]})
    invitation = Invitation.objects.get(email="gus@thimble.example")

    renewed = nia.post(f"/people/staff/invitations/{invitation.pk}/renewal/").content.decode()
    nia.post(f"/people/staff/invitations/{invitation.pk}/withdrawal/")

    assert "/people/joining/" in renewed
    page = nia.get("/people/staff/", follow=True).content.decode()
    assert "Send a new link" not in page


def _text(answer: object) -> str:
    streaming = getattr(answer, "streaming_content", None)
    if streaming is not None:
        return b"".join(streaming).decode("utf-8-sig")
    assert isinstance(answer, HttpResponse)
    return answer.content.decode("utf-8-sig")
