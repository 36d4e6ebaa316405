"""What the routes of the guard are asked with."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.consents import give_consent
from regain.knowledge.playbook.actions.guard import ask
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.actions.stops import stop
from regain.knowledge.playbook.models import Consent, Point, Stop
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.playbook.rules.guard.terms import Channel, Purpose
from tests.access_samples import Filled, Sample
from tests.cast import Cast

MARA = "C-17"
WISH = "She wrote on Monday that she wants to hear from us"


def a_customer(**form: object) -> Sample:
    """The address of a customer, and what a form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({"customer": MARA}, form)

    return filled


def a_stopped_customer(cast: Cast, actor: Person | None) -> Filled:
    """Somebody who is left alone."""
    stop(by=cast.dev, at=clock.now(), customer=MARA, words="Stop", source="call")
    return Filled({"customer": MARA}, {"text": WISH})


def number(cast: Cast) -> Point:
    """A number of theirs."""
    return add_point(by=cast.dev, at=clock.now(), customer=MARA, medium=Medium.PHONE, text="+44 20 7946 0018")


def a_wrong_number(cast: Cast, actor: Person | None) -> Filled:
    """A number that is not theirs."""
    return Filled({"customer": MARA}, {"point": number(cast).fingerprint})


def consent(cast: Cast) -> Consent:
    """A consent to be called."""
    now = clock.now()
    return give_consent(
        by=cast.dev,
        at=now,
        customer=MARA,
        purpose=Purpose.RECOVERY,
        channel=Channel.CALL,
        given_at=now - timedelta(days=1),
        how="call",
        text="Yes",
    )


def a_consent(cast: Cast, actor: Person | None) -> Filled:
    """The address of a consent."""
    return Filled({"consent_id": consent(cast).pk})


def a_stop(cast: Cast, actor: Person | None) -> Filled:
    """The address of a line of the list."""
    stop(by=cast.dev, at=clock.now(), customer=MARA, words="Stop", source="call")
    return Filled({"stop_id": Stop.objects.get().pk}, {"text": WISH})


def a_file(text: str, **form: object) -> Sample:
    """A list that somebody uploads."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({}, {"file": SimpleUploadedFile("list.csv", text.encode()), **form})

    return filled


def an_answer(cast: Cast, actor: Person | None) -> Filled:
    """An answer of a moment ago, to the one who asks for it back."""
    at = clock.now()
    describe(by=cast.dev, at=at, customer=MARA, scope=None, country="GB")
    asker: Any = actor or cast.dev
    row = ask(by=asker, at=at, customer=MARA, channel=Channel.EMAIL, purpose=Purpose.SUPPORT)
    return Filled({"answer_id": row.pk})


def sent(**body: object) -> Sample:
    """What a program sends about a customer."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        return Filled({}, {"customer": MARA, **body}, as_json=True)

    return filled


def a_wrong_number_by_program(cast: Cast, actor: Person | None) -> Filled:
    """A number that is not theirs."""
    return Filled({}, {"customer": MARA, "point": number(cast).fingerprint}, as_json=True)


CONSENT = {"purpose": "recovery", "channel": "call", "how": "form"}
SAMPLES: dict[str, Sample] = {
    "playbook:may": a_customer(),
    "playbook:may_stop": a_customer(words="Leave me alone", channel=""),
    "playbook:may_lift": a_stopped_customer,
    "playbook:may_point": a_customer(medium="phone", text="+44 20 7946 0019"),
    "playbook:may_point_wrong": a_wrong_number,
    "playbook:may_party": a_customer(scope="business", country="GB"),
    "playbook:may_consent": a_customer(**CONSENT, text="Yes", given_on="2026-01-05"),
    "playbook:may_consent_withdrawal": a_consent,
    "playbook:stop_lifting": a_stop,
    "playbook:stops_import": a_file("020 7946 0018\n", country="GB"),
    "playbook:screenings": a_file("number,listed\n02079460018,no\n", registry="gb-tps", checked_on="2026-01-05"),
    "api-1:playbook_may": sent(channel="call", purpose="listening"),
    "api-1:playbook_ask": sent(channel="call", purpose="listening"),
    "api-1:playbook_answer": an_answer,
    "api-1:playbook_stops": sent(words="Stop"),
    "api-1:playbook_consents": sent(**CONSENT, words="Yes", given_at="2026-01-05T10:00:00Z"),
    "api-1:playbook_consent": a_consent,
    "api-1:playbook_points": sent(medium="phone", value="+44 20 7946 0019"),
    "api-1:playbook_point_wrong": a_wrong_number_by_program,
}
