"""Screens, refusals, the theme, components: what leaves the server."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from regain.foundation.kit.errors import Conflict, NotFound
from regain.foundation.kit.money import Money
from regain.foundation.ui.frame import Theme, theme_of
from regain.foundation.ui.inline import icon
from regain.foundation.ui.refusals import FAULTS, RefusalMiddleware, refusal
from regain.foundation.ui.screen import screen, wants_fragment


@dataclass(frozen=True)
class Hits:
    title: str = "Customers"
    hits: tuple[str, ...] = ()


def drawn(source: str, **values: object) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_part_is_given_only_to_htmx_that_wants_one(headers: dict[str, str], part: bool) -> None:
    request = RequestFactory().get("/", headers=headers)

    assert wants_fragment(request) is part


def test_a_page_and_its_part_are_told_apart_by_caches() -> None:
    whole = screen(RequestFactory().get("/"), "ui/error.html", Hits(), fragment="ui/hits.html")
    part = screen(
        RequestFactory().get("/", headers={"HX-Request": "true"}), "ui/error.html", Hits(), fragment="ui/hits.html"
    )

    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize("status", sorted(FAULTS))
def test_every_refusal_says_what_happened_and_what_to_do(status: int) -> None:
    answer = refusal(RequestFactory().get("/"), status)
    page = answer.content.decode()

    assert answer.status_code == status
    assert str(FAULTS[status].title) in page
    assert str(FAULTS[status].advice) in page


@pytest.mark.parametrize(
    ("came_from", "way"),
    [
        ("http://testserver/review/months/2011-09/?tab=a#people", "/review/months/2011-09/?tab=a"),
        ("https://evil.example/review/", ""),
        ("http://testserver.evil.example/review/", ""),
        ("http://testserver@evil.example/review/", ""),
        ("http://testserver//evil.example/", ""),
        ("http://testserver/\\evil.example/", ""),
        ("javascript://testserver/%0Aalert(1)", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_refused_form_leads_back_to_its_page_and_nowhere_else(came_from: str, way: str) -> None:
    sent = RequestFactory().post("/review/months/2011-09/people/", headers={"Referer": came_from})

    page = refusal(sent, 409).content.decode()

    assert ("Go back</" in page or ">Go back<" in page) == bool(way)
    assert not way or f'href="{way}"' in page
    assert "evil.example" not in page


def test_a_page_that_is_refused_offers_no_way_back_to_itself() -> None:
    here = RequestFactory().get("/review/", headers={"Referer": "http://testserver/review/"})

    assert ">Go back<" not in refusal(here, 403).content.decode()


def test_a_refusal_to_htmx_is_its_sentence() -> None:
    answer = refusal(RequestFactory().get("/", headers={"HX-Request": "true"}), 409, sentence="Already closed.")

    assert answer.content == b"Already closed."
    assert answer["HX-Reswap"] == "none"


def test_a_refusal_that_reaches_the_door_becomes_a_page() -> None:
    middleware = RefusalMiddleware(lambda request: refusal(request, 500))
    request = RequestFactory().get("/")
    answer = middleware.process_exception(request, Conflict("Ada closed this case at 9:35."))

    assert answer is not None
    assert answer.status_code == 409
    assert "Ada closed this case at 9:35." in answer.content.decode()
    assert middleware.process_exception(request, NotFound("x")).status_code == 404  # type: ignore[union-attr]
    assert middleware.process_exception(request, ValueError("x")) is None


@pytest.mark.parametrize(("cookie", "theme"), [("dark", Theme.DARK), ("neon", Theme.SYSTEM), ("", Theme.SYSTEM)])
def test_the_theme_is_in_the_first_byte(cookie: str, theme: Theme) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["regain_theme"] = cookie

    assert theme_of(request) is theme
    assert f'data-theme="{theme}"' in refusal(request, 404).content.decode()


def test_an_icon_nobody_drew_is_found_at_once() -> None:
    with pytest.raises(ValueError, match="No icon named"):
        icon("unicorn")


def test_a_button_is_a_link_only_when_it_leads_somewhere() -> None:
    assert '<a class="r-btn r-btn-primary" href="/x/"' in drawn('{% button "Go" href="/x/" variant="primary" %}')
    assert '<button class="r-btn r-btn-secondary" type="submit" hx-post="/y/">' in drawn(
        '{% button "Go" hx_post="/y/" %}'
    )
    assert "<a" not in drawn('{% button "Go" href="/x/" disabled=True %}')
    assert 'command="show-modal" commandfor="d"' in drawn('{% button "Open" opens="d" %}')


def test_what_people_typed_is_never_markup() -> None:
    page = drawn('{% status name "good" %}{% stat name name %}{% card name %}{{ name }}{% endcard %}', name="<b>x</b>")

    assert "<b>" not in page


def test_a_stat_says_its_change_in_words_and_with_a_shape() -> None:
    lost = Money(Decimal("184250.40"), "GBP")
    page = drawn(
        '{% stat "Lost" lost unit="a year" change=change against="September" better="down" %}',
        lost=lost,
        change=Decimal("0.12"),
    )

    assert "£184,250" in page
    assert "12% more than September" in page
    assert "trending-up" in page
    assert "r-bad" in page


class Shop(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the sign.")
    note = forms.CharField(label="Note", required=False)


def test_a_refused_field_is_tied_to_its_hint_and_its_error() -> None:
    form = Shop({"name": ""})
    page = drawn("{% errors form %}{% field form.name %}{% field form.note %}", form=form)

    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'href="#id_name"' in page
    assert page.count(">optional<") == 1


def test_progress_without_a_value_has_no_end() -> None:
    assert "value=" not in drawn('{% progress "Reading" %}')
    assert 'value="62" max="100"' in drawn('{% progress "Reading" 62 %}')
    assert "62%" in drawn('{% progress "Reading" 62 %}')
