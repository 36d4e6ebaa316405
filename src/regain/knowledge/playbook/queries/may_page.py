"""May we contact this customer, now: the panel on their page, and the page with all that answer rests on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.knowledge.playbook import models
from regain.knowledge.playbook.policy import guard as policy
from regain.knowledge.playbook.queries import guard_words as words
from regain.knowledge.playbook.queries.dossier import Dossier, customer_key, dossier
from regain.knowledge.playbook.queries.guard import Said, each_point, said, weigh
from regain.knowledge.playbook.queries.points import Point
from regain.knowledge.playbook.queries.who import name_of
from regain.knowledge.playbook.rules.guard.terms import Act, Channel, Purpose

SHOWN = (Channel.CALL, Channel.EMAIL, Channel.LETTER)
ASKED_FOR = (Purpose.RECOVERY, Purpose.LISTENING, Purpose.SUPPORT, Purpose.SURVEY)
ICONS = {Channel.CALL: "phone", Channel.EMAIL: "mail", Channel.LETTER: "file-text", Channel.SURVEY: "mail"}


@dataclass(frozen=True)
class MayPanel:
    """On the customer's page; the answer is asked for when it is looked at."""

    customer: str


@dataclass(frozen=True)
class PointLine:
    """One number or address, with what is said about it."""

    point: Point
    said: Said | None

    @property
    def place(self) -> str:
        """`New York, United States`, as far as it is known."""
        known = [words.STATES.get(self.point.region, self.point.region)] if self.point.region else []
        return ", ".join([*known, words.country_in_words(self.point.country)] if self.point.country else known)


@dataclass(frozen=True)
class ChannelLine:
    """One channel: the answer, and each number or address by itself where there are several."""

    said: Said
    icon: str


@dataclass(frozen=True)
class ConsentLine:
    """One consent."""

    id: int
    purpose: str
    channel: str
    given_at: datetime
    how: str
    words: str
    document: str
    by: str
    proof_until: date
    withdrawn_at: datetime | None
    withdrawn_words: str


@dataclass(frozen=True)
class StopLine:
    """What somebody said when they asked to be left alone."""

    said_at: datetime
    words: str
    source: str
    channel: str
    by: str


@dataclass(frozen=True)
class MayPage:
    """Everything the guard says and knows about one customer."""

    customer: str
    title: str
    href: str
    when: datetime
    purpose: Purpose
    purposes: tuple[tuple[str, str, bool], ...]
    channels: tuple[ChannelLine, ...]
    points: tuple[PointLine, ...]
    consents: tuple[ConsentLine, ...]
    stops: tuple[StopLine, ...]
    scope: str
    country: str
    region: str
    zone: str
    place: str
    attempts: int
    may_stop: bool
    may_lift: bool
    may_record: bool

    @property
    def is_stopped(self) -> bool:
        """Whether they are left alone by every channel."""
        return any(not stop.channel for stop in self.stops)


def may_panel(*, by: Actor, customer: str) -> MayPanel:
    """The panel, filled once it is shown."""
    return MayPanel(customer)


def may_page(*, by: Actor, at: datetime, customer: str, purpose: str = "") -> MayPage:
    """The page. Raises NotFound without a customer."""
    if not customer:
        raise NotFound(_("Say which customer; open their page and use the panel there."))
    chosen = Purpose(purpose) if purpose in set(Purpose) else Purpose.RECOVERY
    file = dossier(customer=customer, at=at)
    key = customer_key(customer)
    return MayPage(
        customer=customer,
        title=file.recorded.name or customer,
        href=reverse("valuation:customer", args=[customer]),
        when=at,
        purpose=chosen,
        purposes=tuple((each.value, str(words.PURPOSES[each]), each is chosen) for each in ASKED_FOR),
        channels=tuple(_channel(Act(channel, chosen, at), file) for channel in SHOWN),
        points=tuple(_points(file, chosen, at)),
        consents=tuple(_consent(row) for row in file.consents),
        stops=tuple(_stop(row) for row in file.stops if row.fingerprint == key)
        or tuple(_stop(row) for row in file.stops),
        place=_place(file),
        attempts=sum(row.channel == Channel.CALL for row in file.answers),
        may_stop=by.may(policy.STOP),
        may_lift=by.may(policy.LIFT),
        may_record=by.may(policy.RECORD),
        **_party(file),
    )


def _party(file: Dossier) -> dict[str, str]:
    row = models.Party.objects.filter(customer=file.customer).first() or models.Party()
    return {"scope": row.scope, "country": row.country, "region": row.region, "zone": row.zone}


def _place(file: Dossier) -> str:
    home = file.home
    if not home.country:
        return ""
    country = words.country_in_words(home.country)
    return f"{words.STATES.get(home.region, home.region)}, {country}" if home.region else country


def _channel(act: Act, file: Dossier) -> ChannelLine:
    return ChannelLine(said(act, weigh(act, file)), ICONS[act.channel])


def _points(file: Dossier, purpose: Purpose, at: datetime) -> list[PointLine]:
    told: dict[str, Said] = {}
    for channel in SHOWN:
        for each in each_point(Act(channel, purpose, at), file):
            if each.point is not None:
                told[each.point.id] = each
    return [PointLine(point, told.get(point.id)) for point in file.points]


def _consent(row: models.Consent) -> ConsentLine:
    return ConsentLine(
        id=row.pk,
        purpose=row.get_purpose_display(),
        channel=row.get_channel_display(),
        given_at=row.given_at,
        how=row.how,
        words=row.words,
        document=row.document,
        by=name_of(row.recorded_by),
        proof_until=row.proof_until,
        withdrawn_at=row.withdrawn_at,
        withdrawn_words=row.withdrawn_words,
    )


def _stop(row: models.Stop) -> StopLine:
    channel: Any = words.CHANNELS.get(Channel(row.channel)) if row.channel else ""
    return StopLine(row.said_at, row.words, row.source, str(channel or ""), name_of(row.said_by))


def consent_row(*, pk: int) -> models.Consent:
    """A consent. Raises NotFound."""
    row = models.Consent.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such consent; load the page again."))
    return row
