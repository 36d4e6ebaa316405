"""The access table is complete, its document is up to date, and every door answers as it says.

A denial proves nothing unless the same request succeeds for somebody who may: each route and method is asked by
a visitor, by one person for each role, and by one without any.
"""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import cast as cast_to

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from regain.foundation.audit.models import Entry
from regain.foundation.kit.roles import Role
from regain.foundation.kit.room import PUBLIC, access, permissions
from regain.foundation.people.models import Person
from regain.foundation.people.web.access import Cell, cells, routes
from tests.access_samples import Filled, nothing, samples
from tests.cast import Cast

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ASKABLE = [cell for cell in cells() if cell.route in samples() or "<" not in cell.path]
"""What can be asked; a route without its sample fails by name in a test of its own."""

ROOT = Path(__file__).resolve().parents[2]


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    answered = {route.name for route in routes()}

    assert answered - set(access()) == set(), "These routes answer nobody: name them in their room's access."
    assert set(access()) - answered == set(), "The table names routes that are not there."


def test_every_route_has_a_name_and_a_path_of_its_own() -> None:
    """Of two routes on one path the resolver never reaches the second: give API operations one `url_name`."""
    names, paths = [route.name for route in routes()], [route.path for route in routes()]

    assert [name for name in names if names.count(name) > 1] == []
    assert [path for path in paths if paths.count(path) > 1] == []
    assert not [name for name in names if name.endswith(":") or ":" not in name]


def test_the_table_names_exactly_the_methods_a_route_says_it_answers() -> None:
    wrong = {
        route.name: (sorted(access().get(route.name, {})), sorted(route.answers))
        for route in routes()
        if route.answers is not None and set(access().get(route.name, {})) != route.answers
    }

    assert wrong == {}


def test_every_permission_asked_for_is_in_the_catalogue_and_used() -> None:
    asked = {cell.permission for cell in cells()}

    unknown = asked - set(permissions()) - {"public", "signed in"}
    assert unknown == set()


def test_every_route_with_parameters_has_a_sample() -> None:
    missing = {route.name for route in routes() if "<" in route.path} - set(samples())

    assert missing == set(), "Say in the room's tests/access_samples.py how these are asked."


def test_the_document_is_up_to_date() -> None:
    written = ROOT / "docs" / "reference" / "access.md"

    assert written.read_text("utf-8") == _tool("access_table").text(), "Run `make docs`."


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ASKABLE, ids=lambda cell: f"{cell.method} {cell.route}")
def test_a_door_opens_for_whom_the_table_names_and_for_nobody_else(cell: Cell, cast: Cast) -> None:
    actors: list[tuple[str, Person | None, frozenset[Role]]] = [("a visitor", None, frozenset())]
    actors += [(role.title, cast.holding(role), frozenset({role})) for role in Role]
    actors.append(("somebody without a role", cast.eve, frozenset()))

    wrong = {}
    for who, actor, roles in actors:
        is_let_in = cell.permission == PUBLIC if actor is None else cell.lets(roles)
        fault = _fault(cell, cast, actor, is_let_in=is_let_in)
        if fault:
            wrong[who] = fault

    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({cell.route for cell in ASKABLE}))
def test_a_method_the_table_does_not_name_is_refused(name: str, cast: Cast) -> None:
    filled = samples().get(name, nothing)(cast, cast.olive)
    client = _client(cast.olive)

    answers = {
        method: _ask(client, method, name, filled).status_code for method in METHODS if method not in access()[name]
    }

    assert set(answers.values()) <= {405}, answers


def _fault(cell: Cell, cast: Cast, actor: Person | None, *, is_let_in: bool) -> str:
    """What is wrong with this answer; nothing is kept of what the request did."""
    with transaction.atomic():
        filled = samples().get(cell.route, nothing)(cast, actor)
        before = Entry.objects.count()
        answer = _ask(_client(actor), cell.method, cell.route, filled)
        done = Entry.objects.count() - before
        transaction.set_rollback(True)
    where = answer.get("Location", "")
    if is_let_in:
        if filled.answers is not None:
            return "" if answer.status_code == filled.answers else f"got {answer.status_code}"
        barred = answer.status_code in {401, 403, 404, 405} or answer.status_code >= 500
        return f"let in, but got {answer.status_code} {where}" if barred or _asks_to_sign_in(answer) else ""
    if done:
        return f"denied, but {done} verbs ran"
    return "" if _is_refusal(cell, answer, actor) else f"denied, but got {answer.status_code} {where}"


def _is_refusal(cell: Cell, answer: HttpResponse, actor: Person | None) -> bool:
    """Exactly the refusal this door declares: 403; for a visitor the sign-in page, or 401 from the API."""
    if cell.route.startswith("api-"):
        told: int = json.loads(answer.content)["status"]
        return answer.status_code == told == (401 if actor is None else 403)
    if actor is None:
        return _asks_to_sign_in(answer)
    return answer.status_code == 403 and b"This is not open to you" in answer.content


def _asks_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("people:sign_in"))


def _client(actor: Person | None) -> Client:
    client = Client()
    if actor is not None:
        client.force_login(actor)
    return client


def _ask(client: Client, method: str, route: str, filled: Filled) -> HttpResponse:
    path = reverse(route, kwargs=dict(filled.parameters))
    if filled.as_json:
        body = json.dumps(dict(filled.form))
        answer = client.generic(method, path, body, content_type="application/json")
    elif method == "POST":
        answer = client.post(path, dict(filled.form))
    else:
        answer = client.generic(method, path)
    return cast_to("HttpResponse", answer)


def _tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
