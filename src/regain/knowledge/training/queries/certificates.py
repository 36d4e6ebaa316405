"""Who may make recovery calls, until when, and what a certificate takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.kit.filters import By, Filter
from regain.foundation.kit.memory_rows import MemoryRows
from regain.foundation.kit.room import permissions
from regain.foundation.kit.table import Column, Kind, TableSpec
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.foundation.ui.parts import Tab
from regain.knowledge.training import policy
from regain.knowledge.training.models import Certificate, Practice, Standard
from regain.knowledge.training.rules import certificate as rules

CERTIFIED, ENDING, ENDED, WITHDRAWN, NONE = "certified", "ending", "ended", "withdrawn", "none"

CERTIFICATES = TableSpec(
    name="certificates",
    caption=lazy("Who may make recovery calls"),
    searchable=False,
    default_sort="name",
    columns=(
        Column("name", lazy("Person"), priority=1, link="href"),
        Column(
            "state",
            lazy("Certificate"),
            Kind.STATUS,
            filter=Filter(By.CHOICE),
            states={
                CERTIFIED: lazy("Certified"),
                ENDING: lazy("Ends soon"),
                ENDED: lazy("Ended"),
                WITHDRAWN: lazy("Withdrawn"),
                NONE: lazy("None yet"),
            },
            tones={CERTIFIED: "good", ENDING: "warn", ENDED: "bad", WITHDRAWN: "bad", NONE: "quiet"},
        ),
        Column("until", lazy("Until"), Kind.DATE),
        Column("progress", lazy("Practice that counts"), sortable=False),
    ),
)


@dataclass(frozen=True)
class Standing:
    """Whether somebody may make recovery calls now; the sentence says why not, and the way out."""

    is_certified: bool
    until: datetime | None
    sentence: str


@dataclass(frozen=True)
class CertificateRow:
    """One line of the list."""

    id: int
    name: str
    state: str
    until: date | None
    progress: str
    href: str


@dataclass(frozen=True)
class Given:
    """One certificate of a person's history."""

    id: int
    given_at: datetime
    given_by: str
    valid_until: datetime
    words: str
    practices: tuple["Counted", ...]
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_because: str
    is_in_force: bool


@dataclass(frozen=True)
class Counted:
    """A practice call behind a certificate."""

    id: int
    title: str
    scored_at: datetime
    scored_by: str


@dataclass(frozen=True)
class PersonCertificates:
    """One person: where they stand, what counts, what was given."""

    id: int
    name: str
    standing: Standing
    counted: tuple[Counted, ...]
    needed: int
    within_days: int
    given: tuple[Given, ...]
    may_certify: bool
    why_not: str


@dataclass(frozen=True)
class CertificatesPage:
    """Around the list: what a certificate takes."""

    terms: rules.Terms
    set_at: datetime | None
    set_by: str
    tabs: Sequence[Tab]


def standing(*, person_key: str, at: datetime) -> Standing:
    """Whether the person behind this key may make recovery calls at this moment."""
    kind, _colon, number = person_key.partition(":")
    pk = int(number) if kind == "person" and number.isdecimal() else 0
    newest = _newest(Certificate.objects.filter(person=pk), at)
    return _standing(newest, at=at, terms=terms())


def terms() -> rules.Terms:
    """What a certificate takes now."""
    newest = Standard.objects.order_by("-set_at", "-pk").first()
    return newest.terms if newest else rules.Terms()


def counted(person: Person, *, at: datetime, terms: rules.Terms) -> tuple[Practice, ...]:
    """The practice calls that count towards a certificate now."""
    passed = Practice.objects.filter(caller=person.pk, passed=True).select_related("scenario", "colleague")
    by_id = {call.pk: call for call in passed}
    found = rules.counted(
        [rules.Passed(call.pk, call.scenario.key, call.scored_at) for call in by_id.values() if call.scored_at],
        terms=terms,
        at=at,
    )
    return tuple(by_id[call.id] for call in found)


def others_who_certify(person: Person) -> bool:
    """Whether anybody else here may certify."""
    return any(each.may(policy.CERTIFY) for each in _holders(policy.CERTIFY) if each.pk != person.pk)


def others_who_practise(person: Person) -> bool:
    """Whether there is a colleague to practise with."""
    return any(each.may(policy.PRACTISE) for each in _holders(policy.PRACTISE) if each.pk != person.pk)


def certificate(pk: int) -> Certificate:
    """The certificate. Raises NotFound."""
    found = Certificate.objects.select_related("person", "given_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such certificate."))
    return found


def certificates_page(*, tabs: Sequence[Tab]) -> CertificatesPage:
    """What stands around the list."""
    newest = Standard.objects.order_by("-set_at", "-pk").first()
    return CertificatesPage(terms(), newest.set_at if newest else None, newest.set_by if newest else "", tabs)


def certificate_rows(*, at: datetime) -> MemoryRows[CertificateRow]:
    """Everybody who makes recovery calls or might."""
    people = [person for person in _holders(policy.PRACTISE) if person.is_let_in]
    held = Certificate.objects.filter(person__in=people)
    asked = terms()
    done = Practice.objects.filter(passed=True, caller__in=people).select_related("scenario")
    return MemoryRows([_row(person, held, done, terms=asked, at=at) for person in people])


def person_certificates(*, by: Actor, person: Person, at: datetime) -> PersonCertificates:
    """One person's page."""
    asked = terms()
    rows = list(
        Certificate.objects.filter(person=person)
        .select_related("given_by")
        .prefetch_related("practices__scenario", "practices__colleague")
        .order_by("-given_at", "-pk")
    )
    calls = counted(person, at=at, terms=asked)
    why_not = _why_not(by=by, person=person, has=len(calls), terms=asked)
    return PersonCertificates(
        id=person.pk,
        name=person.name,
        standing=_standing(_newest(rows, at), at=at, terms=asked),
        counted=tuple(_counted(call) for call in calls),
        needed=asked.calls,
        within_days=asked.within_days,
        given=tuple(_given(row, at) for row in rows),
        may_certify=by.may(policy.CERTIFY) and not why_not,
        why_not=why_not if by.may(policy.CERTIFY) else "",
    )


def _why_not(*, by: Actor, person: Person, has: int, terms: rules.Terms) -> str:
    if by.key == person.key and others_who_certify(person):
        return _("Nobody certifies themselves. Ask somebody else who may.")
    if has < terms.calls and not (by.key == person.key and not others_who_practise(person)):
        return _("%(has)s of %(needed)s practice calls are passed.") % {"has": has, "needed": terms.calls}
    return ""


def _standing(newest: Certificate | None, *, at: datetime, terms: rules.Terms) -> Standing:
    if newest is not None and newest.holds(at):
        until = formats.day(newest.valid_until)
        return Standing(True, newest.valid_until, _("Certified until %(day)s.") % {"day": until})
    way_out = ngettext(
        "One passed practice call and whoever certifies here open recovery calls.",
        "%(number)s passed practice calls and whoever certifies here open recovery calls.",
        terms.calls,
    ) % {"number": terms.calls}
    if newest is None:
        return Standing(False, None, _("No certificate yet.") + " " + way_out)
    if newest.withdrawn_at is not None:
        day = formats.day(newest.withdrawn_at)
        return Standing(False, None, _("The certificate was withdrawn on %(day)s.") % {"day": day} + " " + way_out)
    day = formats.day(newest.valid_until)
    return Standing(False, newest.valid_until, _("The certificate ended on %(day)s.") % {"day": day} + " " + way_out)


def _newest(rows: Iterable[Certificate], at: datetime) -> Certificate | None:
    """The one that counts: in force and longest; otherwise the newest that was given."""
    begun = [row for row in rows if row.given_at <= at]
    return max(begun, key=lambda row: (row.holds(at), row.valid_until if row.holds(at) else row.given_at), default=None)


def _holders(permission: str) -> Sequence[Person]:
    roles = permissions()[permission].roles
    found = Person.objects.filter(Q(holdings__role__in=roles), left_at=None).distinct()
    return list(found.prefetch_related("holdings").order_by("name", "pk"))


def _row(
    person: Person, held: Iterable[Certificate], done: Iterable[Practice], *, terms: rules.Terms, at: datetime
) -> CertificateRow:
    newest = _newest([row for row in held if row.person_id == person.pk], at)
    calls = [
        rules.Passed(call.pk, call.scenario.key, call.scored_at)
        for call in done
        if call.caller_id == person.pk and call.scored_at
    ]
    has = len(rules.counted(calls, terms=terms, at=at))
    return CertificateRow(
        id=person.pk,
        name=person.name,
        state=_state(newest, at),
        until=timezone.localdate(newest.valid_until) if newest and newest.withdrawn_at is None else None,
        progress=_("%(has)s of %(needed)s") % {"has": has, "needed": terms.calls},
        href=reverse("training:certificate", args=[person.pk]),
    )


def _state(newest: Certificate | None, at: datetime) -> str:
    if newest is None:
        return NONE
    if newest.withdrawn_at is not None:
        return WITHDRAWN
    if not newest.holds(at):
        return ENDED
    return ENDING if rules.reminds(valid_until=newest.valid_until, at=at) else CERTIFIED


def _given(row: Certificate, at: datetime) -> Given:
    return Given(
        id=row.pk,
        given_at=row.given_at,
        given_by=row.given_by.name,
        valid_until=row.valid_until,
        words=row.words,
        practices=tuple(_counted(call) for call in row.practices.all()),
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_because=row.withdrawn_because,
        is_in_force=row.holds(at),
    )


def _counted(call: Practice) -> Counted:
    assert call.scored_at is not None
    return Counted(call.pk, call.scenario.title, call.scored_at, call.colleague.name)
