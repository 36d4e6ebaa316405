"""What several verbs need: rows held until the verb ends, a reason, the numbers of a new kind."""

from django.utils.translation import gettext as _

from regain.desks.recovery.models import Cycle, Decision
from regain.desks.recovery.rules.gain import gain
from regain.desks.recovery.rules.terms import Kind
from regain.foundation.kit.errors import Conflict, Invalid

LONGEST_REASON = 1_000


class ReasonMissing(Invalid):
    """A change without a reason teaches nobody anything."""


class DecisionIsGone(Conflict):
    """The draft it belonged to was replaced."""


def reason_from(text: str, sentence: str) -> str:
    """The reason without needless space. Raises ReasonMissing with the sentence."""
    reason = " ".join(text.split())[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing(sentence)
    return reason


def locked(*decisions: Decision) -> tuple[Cycle, list[Decision]]:
    """The cycle and its decisions as they are now, in the order given, held until the verb ends."""
    cycle = Cycle.objects.select_for_update().filter(pk=decisions[0].cycle_id).first()
    wanted = [decision.pk for decision in decisions]
    found = {row.pk: row for row in Decision.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    if cycle is None or len(found) < len(set(wanted)):
        raise DecisionIsGone(_("This draft was replaced while you looked at it. Look at the new one first."))
    for row in found.values():
        row.cycle = cycle
    return cycle, [found[pk] for pk in wanted]


def decided_as(row: Decision, kind: Kind) -> Decision:
    """The row with the cost and the gain of this kind, unsaved."""
    settings = row.cycle.settings
    expected = gain(row.spend, kind, settings)
    row.cost = settings.costs[kind]
    row.gain, row.gain_low, row.gain_high = expected.value, expected.low, expected.high
    return row
