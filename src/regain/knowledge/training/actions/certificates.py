"""Say who may make recovery calls, and until when."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid, NotAllowed
from regain.foundation.kit.events import announce
from regain.foundation.notices.actions.reminders import remind, settle
from regain.foundation.people.models import Person
from regain.foundation.ui import formats
from regain.knowledge.training import policy
from regain.knowledge.training.events import CertificateWithdrawn, Certified
from regain.knowledge.training.models import Certificate, Practice, Standard
from regain.knowledge.training.queries import certificates as queries
from regain.knowledge.training.rules import certificate as rules

LONGEST_WORDS = 1_000


class CannotCertifyOneself(NotAllowed):
    """Somebody else vouches, as long as there is somebody else."""


class NotEnoughPractice(Conflict):
    """Too few practice calls were passed lately."""


class CannotCall(Conflict):
    """A certificate would open nothing to this person."""


class ReasonMissing(Invalid):
    """A certificate is withdrawn for a reason."""


class AlreadyOver(Conflict):
    """There is nothing left to withdraw."""


class StandardCannotBeMet(Invalid):
    """A number nobody could fulfil."""


@verb("training.certified", allow=policy.may_certify)
def certify(*, by: Person, at: datetime, person: Person, words: str = "") -> Certificate:
    """Let the person make recovery calls, on the strength of the practice calls that count now.

    An owner who is the only one here to certify may do so for themselves, and the record says so. Raises CannotCall,
    CannotCertifyOneself, NotEnoughPractice.
    """
    holder = Person.objects.select_for_update().get(pk=person.pk)
    if not holder.may(policy.PRACTISE):
        raise CannotCall(_("%(name)s has no role that calls customers. Give them one first.") % {"name": holder.name})
    terms = queries.terms()
    calls = queries.counted(holder, at=at, terms=terms)
    said = [words.strip()[:LONGEST_WORDS]] if words.strip() else []
    is_alone = False
    if by.pk == holder.pk:
        if queries.others_who_certify(holder):
            raise CannotCertifyOneself(_("Nobody certifies themselves. Ask somebody else who may."))
        said.append(_("Certified by themselves: nobody else here may certify."))
        is_alone = not queries.others_who_practise(holder)
    if len(calls) < terms.calls and not is_alone:
        raise NotEnoughPractice(
            _(
                "%(name)s has passed %(has)s of %(needed)s different practice calls in the last %(days)s days."
                " Practise the rest first."
            )
            % {"name": holder.name, "has": len(calls), "needed": terms.calls, "days": terms.within_days}
        )
    if is_alone and len(calls) < terms.calls:
        said.append(_("There is no colleague here to practise with."))
    return _give(holder, by=by, at=at, terms=terms, calls=calls, words=" ".join(said))


@verb("training.certificate_withdrawn", allow=policy.may_certify)
def withdraw_certificate(*, by: Actor, at: datetime, certificate: Certificate, because: str) -> Certificate:
    """Stop the person's recovery calls from now on. Raises ReasonMissing, AlreadyOver."""
    reason = because.strip()[:LONGEST_WORDS]
    if not reason:
        raise ReasonMissing(_("Say why the certificate is withdrawn; the person reads it."))
    rows = Certificate.objects.select_for_update().filter(
        person=certificate.person_id, withdrawn_at=None, valid_until__gt=at
    )
    held = list(rows.order_by("pk"))
    if certificate.pk not in {row.pk for row in held}:
        raise AlreadyOver(_("This certificate is over already."))
    for row in held:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = at, by.name, reason
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        _settle(row, by=by, at=at)
    announce(CertificateWithdrawn(certificate=certificate.pk, person=f"person:{certificate.person_id}"))
    return next(row for row in held if row.pk == certificate.pk)


@verb("training.standard_set", allow=policy.may_certify)
def set_standard(*, by: Actor, at: datetime, calls: int, within_days: int, months: int) -> Standard:
    """Say what a certificate takes from now on; those given stay as they are. Raises StandardCannotBeMet."""
    terms = rules.Terms(calls=calls, within_days=within_days, months=months)
    wrong = rules.fault(terms)
    if wrong:
        limits = {
            "calls": _("Ask for 1 to %(most)s practice calls.") % {"most": rules.MOST_CALLS},
            "within_days": _("Let practice count for 1 to %(most)s days.") % {"most": rules.MOST_DAYS},
            "months": _("Let a certificate hold for 1 to %(most)s months.") % {"most": rules.MOST_MONTHS},
        }
        raise StandardCannotBeMet(limits[wrong])
    return Standard.objects.create(calls=calls, within_days=within_days, months=months, set_at=at, set_by=by.name)


def _give(
    holder: Person, *, by: Person, at: datetime, terms: rules.Terms, calls: tuple[Practice, ...], words: str
) -> Certificate:
    for earlier in Certificate.objects.filter(person=holder, withdrawn_at=None, valid_until__gt=at):
        _settle(earlier, by=by, at=at)
    made = Certificate.objects.create(
        person=holder,
        given_at=at,
        given_by=by,
        valid_until=rules.end(given_at=at, months=terms.months),
        words=words,
    )
    made.practices.set(calls)
    _remind(made, by=by, at=at)
    announce(Certified(certificate=made.pk, person=holder.key, valid_until=made.valid_until))
    return made


def _remind(row: Certificate, *, by: Actor, at: datetime) -> None:
    """Tell the person and whoever certified, well before its end."""
    told = {"day": formats.day(row.valid_until), "name": row.person.name}
    own = _("Your certificate for recovery calls ends on %(day)s. Practise, and have it renewed.") % told
    other = _("The certificate of %(name)s for recovery calls ends on %(day)s.") % told
    pages = {row.person: (own, reverse("training:practices"))}
    pages.setdefault(row.given_by, (other, reverse("training:certificate", args=[row.person_id])))
    for person, (words, href) in pages.items():
        due_at = row.valid_until - rules.REMIND
        remind(by=by, at=at, person=person, words=words, href=href, due_at=due_at, key=_key(row, person))


def _settle(row: Certificate, *, by: Actor, at: datetime) -> None:
    for person in {row.person, row.given_by}:
        settle(by=by, at=at, key=_key(row, person))


def _key(row: Certificate, person: Person) -> str:
    return f"training:certificate:{row.pk}:{person.pk}"
