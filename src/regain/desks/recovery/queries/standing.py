"""Where a call stands: what it has come to, read from what was written in it, and the words for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Call
from regain.desks.recovery.rules.calls import Lock, So
from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import Actor
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer, Causes
from regain.knowledge.playbook.rules.steps import Step

STEPS: dict[Step, str | Promise] = {
    Step.PREPARE: gettext_lazy("Prepare"),
    Step.APOLOGISE: gettext_lazy("Apologise"),
    Step.LISTEN: gettext_lazy("Listen"),
    Step.DIAGNOSE: gettext_lazy("Diagnose"),
    Step.VERIFY: gettext_lazy("Verify"),
    Step.CATALOGUE: gettext_lazy("Catalogue"),
    Step.SUPPORT: gettext_lazy("Support"),
    Step.OFFER: gettext_lazy("Offer"),
    Step.CLOSE: gettext_lazy("Close"),
}

LOCKS: dict[Lock, str | Promise] = {
    Lock.NOTHING_DIAGNOSED: gettext_lazy("Choose a reason first, or note that they could not say."),
    Lock.NOT_VERIFIED: gettext_lazy("Locked until the customer agreed with our words for why they left."),
}


def so_far(call: Call, *, known: Causes | None = None) -> So:
    """What this call has come to."""
    known = known or causes(customer=call.case.customer, left_on=call.case.left_on)
    return So(
        is_dialled=call.dialled_at is not None,
        has_words=call.words.exclude(text="").exists() or call.quotes.filter(withdrawn_at=None).exists(),
        is_diagnosed=known.diagnosed.answer is not Answer.NOT_ASKED,
        is_verified=call.verified_at is not None,
        is_asked=call.asked_at is not None or bool(call.destination),
        has_support=call.support.filter(dropped_at=None).exists(),
        has_proposal=call.proposals.filter(withdrawn_at=None).exists(),
    )


def lock_in_words(lock: Lock) -> str:
    """Why a step is not open, and what opens it."""
    return str(LOCKS[lock])


def wrote_in(call: Call, by: Actor) -> bool:
    """Whether this person had the call on the screen before somebody took it over."""
    return Entry.objects.filter(subject=f"recovery.call:{call.pk}", actor=by.key).exists()


def source_of(call: Call) -> str:
    """How other rooms name this call."""
    return f"recovery:call:{call.pk}"
