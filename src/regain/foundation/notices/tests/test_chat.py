"""A chat room is told in sentences: a real HTTP server hears, and the address stays secret."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from regain.foundation.audit.models import Entry
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.kit.events import announce
from regain.foundation.kit.spoken import Spoken
from regain.foundation.notices.actions import endpoints
from regain.foundation.notices.models import Delivery, Endpoint
from regain.foundation.notices.rules import chat
from regain.foundation.notices.rules.chat import Style
from regain.foundation.notices.tests.conftest import Traces
from regain.foundation.notices.tests.servers import Listener, listening
from regain.foundation.notices.tests.test_webhooks import hurry, tell
from tests.cast import Cast

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NAMES = {f"{__name__}.Said": "test.said", f"{__name__}.Silent": "test.silent"}
ROUTE, PAGE = "notices:reminders", "https://regain.example/notices/reminders/"
KEY = "T0-B0-very-secret"


@dataclass(frozen=True)
class Said:
    """Somebody is responsible for something."""

    title: str
    due_on: date

    @property
    def spoken(self) -> Spoken:
        """For a chat room."""
        return Spoken("“%(title)s” is due on %(due_on)s.", {"title": self.title, "due_on": self.due_on}, ROUTE)


@dataclass(frozen=True)
class Silent:
    """Something that has no words of its own."""

    customer: str
    worth: int


@verb("notices.test_said", allow=lambda **_: True)
def say(*, by: Actor, at: datetime, title: str = "Late parcels") -> None:
    """Two things happen."""
    announce(Said(title=title, due_on=date(2026, 4, 1)))
    announce(Silent(customer="C 1", worth=12))


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """The events of these tests have public names."""
    monkeypatch.setattr(apps.get_app_config("jobs"), "publishes", NAMES)


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    """A chat server on this machine, and an installation people reach at an address."""
    web = settings.CONFIGURATION.web.model_copy(
        update={"webhook_hosts": ("127.0.0.1",), "address": "https://regain.example"}
    )
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"web": web})
    with listening() as found:
        yield found


def room(cast: Cast, listener: Listener, style: Style = Style.TEXT) -> Endpoint:
    """A room that hears both events."""
    url = f"http://127.0.0.1:{listener.port}/{KEY}"
    names = list(NAMES.values())
    return endpoints.add_chat_room(by=cast.nia, at=AT, title="#losses", url=url, events=names, style=style)


@pytest.mark.django_db
def test_a_room_hears_a_sentence_with_a_link(cast: Cast, listener: Listener) -> None:
    """An event says itself, another is told by its fields; nothing is signed."""
    room(cast, listener)
    say(by=cast.dev, at=AT)

    assert tell() == {"arrived": 2, "tried": 2}

    told = [json.loads(heard.body) for heard in listener.heard]
    assert told[0] == {"text": "“Late parcels” is due on 1 Apr 2026. " + PAGE}
    assert told[1] == {"text": "test.silent: customer C 1, worth 12"}
    assert listener.heard[0].path == f"/{KEY}"
    assert not any(name.startswith("webhook-") for name in listener.heard[0].headers)


@pytest.mark.django_db
def test_teams_gets_a_card_with_a_button(cast: Cast, listener: Listener) -> None:
    """As its workflows read it."""
    room(cast, listener, Style.CARD)
    say(by=cast.dev, at=AT)
    tell()

    (attached,) = json.loads(listener.heard[0].body)["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attached["content"]["body"][0]["text"] == "“Late parcels” is due on 1 Apr 2026."
    assert attached["content"]["actions"][0]["url"] == PAGE


@pytest.mark.django_db
def test_a_title_calls_nobody_and_links_nowhere(cast: Cast, listener: Listener) -> None:
    """What products read as a mention, a link or another line is taken out of it."""
    room(cast, listener)
    say(by=cast.dev, at=AT, title="<!channel> @here [win](https://evil.example)\n<https://evil.example|ours>\x07")
    tell()

    text = json.loads(listener.heard[0].body)["text"]
    assert not {"<", ">", "[", "]", "\n", "\x07"} & set(text)
    assert "@here" not in text


@pytest.mark.django_db
def test_what_fails_is_tried_again(cast: Cast, listener: Listener) -> None:
    """The same words, later."""
    room(cast, listener)
    endpoints.ping_endpoint(by=cast.nia, at=AT, endpoint=Endpoint.objects.get())
    listener.statuses = [500]
    assert tell() == {"arrived": 0, "tried": 1}
    hurry()
    assert tell() == {"arrived": 1, "tried": 1}
    assert json.loads(listener.heard[0].body)["text"].startswith("Regain can write here. Nia Abara sent this")
    assert listener.heard[0].body == listener.heard[1].body


@pytest.mark.django_db
def test_the_address_is_kept_sealed_and_shown_to_nobody(
    cast: Cast, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the database, the trail, the pages, the API or the logs."""
    caplog.set_level(logging.INFO)
    made = room(cast, listener)
    listener.statuses = [500]
    say(by=cast.dev, at=AT)
    tell()
    client = Client()
    client.force_login(cast.nia)
    place = f"/notices/webhooks/{made.pk}/"
    shown = [client.get(each).content.decode() for each in (place, f"{place}change/", "/notices/webhooks/")]
    shown += [client.get(f"/api/1/notices/webhooks/{made.pk}").content.decode()]
    kept = [str(row) for model in (Endpoint, Delivery, Entry) for row in model._default_manager.values()]

    assert "http://127.0.0.1/…" in shown[0]
    assert not any(KEY in text for text in (*shown, *kept, caplog.text))


@pytest.mark.django_db
def test_an_address_left_empty_stays(cast: Cast, listener: Listener) -> None:
    """The page and the API change everything else."""
    made = room(cast, listener)
    client = Client()
    client.force_login(cast.nia)
    form = {"title": "#reviews", "style": "card", "address": "", "events": ["test.said"]}
    assert client.post(f"/notices/webhooks/{made.pk}/change/", form).status_code == 302
    changed = Endpoint.objects.get()
    assert (changed.title, changed.style, changed.events) == ("#reviews", "card", ["test.said"])
    assert changed.destination == made.destination

    answer = client.put(
        f"/api/1/notices/chat-rooms/{made.pk}", {**form, "title": "#again"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["title"]) == (200, "#again")
    assert Endpoint.objects.get().destination == made.destination


@pytest.mark.django_db
def test_a_room_is_added_on_a_page(cast: Cast, listener: Listener) -> None:
    """Without an address it is not; the page says so."""
    client = Client()
    client.force_login(cast.nia)
    form = {"title": "#losses", "style": "text", "address": "", "events": ["test.said"]}
    assert client.post("/notices/webhooks/chat/", form).status_code == 422
    assert not Endpoint.objects.exists()
    made = client.post("/notices/webhooks/chat/", {**form, "address": f"http://127.0.0.1:{listener.port}/{KEY}"})
    assert made.status_code == 302
    assert Endpoint.objects.get().destination.endswith(KEY)


@pytest.mark.django_db
def test_a_room_has_no_secret_of_ours(cast: Cast, listener: Listener, traces: Traces) -> None:
    """Neither renewed, nor changed as if it were a program."""
    made = room(cast, listener)
    before = traces()
    with pytest.raises(Conflict):
        endpoints.renew_secret(by=cast.nia, at=AT, endpoint=made)
    with pytest.raises(Conflict):
        endpoints.change_endpoint(
            by=cast.nia, at=AT, endpoint=made, title="CRM", url="https://example.com/", events=["test.said"]
        )
    assert traces() == before


@pytest.mark.parametrize("url", ["https://10.1.2.3/", "https://localhost/", "http://hooks.example.com/", ""])
@pytest.mark.django_db
def test_an_address_inside_is_refused(cast: Cast, url: str, traces: Traces) -> None:
    """The same guard as for programs."""
    before = traces()
    with pytest.raises(Invalid):
        endpoints.add_chat_room(by=cast.nia, at=AT, title="#x", url=url, events=["test.said"], style=Style.TEXT)
    with pytest.raises(NotAllowed):
        endpoints.add_chat_room(
            by=cast.dev, at=AT, title="#x", url="https://a.example/", events=["test.said"], style=Style.TEXT
        )
    with pytest.raises(Invalid):
        endpoints.add_chat_room(
            by=cast.nia, at=AT, title="#x", url="https://a.example/", events=["test.said"], style=Style.SIGNED
        )
    assert traces() == before


@pytest.mark.django_db
def test_a_removed_room_keeps_no_address(cast: Cast, listener: Listener) -> None:
    """It is forgotten."""
    gone = endpoints.remove_endpoint(by=cast.nia, at=AT, endpoint=room(cast, listener))
    assert gone.sealed_address == ""


def test_long_words_are_cut() -> None:
    """A chat refuses what is too long."""
    assert len(chat.harmless("x" * 9_000)) == chat.LONGEST
    assert chat.fallback("a.b", {"words": "y" * 500, "empty": ""}) == f"a.b: words {'y' * 79}…"
