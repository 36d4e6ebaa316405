"""What a letter says to one customer: the words in use with their names; the personal address waits till it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from regain.desks.recovery.models import Case, Decision, Proposal
from regain.desks.recovery.rules.letters import STOP, WAY_BACK, About
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.points import Point, points
from regain.knowledge.playbook.queries.wording import write_letter
from regain.knowledge.playbook.rules.guard import Channel

WORDS: Final[Mapping[About, str]] = {
    About.CYCLE: "come_back",
    About.PROPOSAL: "proposal",
    About.TELL: "changed",
    About.TOUCH: "slow_contact",
}
"""Which letter of the wording room each is written from."""

CHANNELS: Final = {"email": Channel.EMAIL, "letter": Channel.LETTER}


@dataclass(frozen=True)
class Composed:
    """A letter to one customer before it leaves."""

    subject: str
    text: str


def composed(about: About, *, name: str, sender: str, **values: str) -> Composed:
    """The letter in the words in use. Raises Invalid where the words ask for what nobody said."""
    written = write_letter(
        name=WORDS[about],
        values={
            "customer": name or _("customer"),
            "company": settings.COMPANY.name,
            "caller": sender,
            "link": WAY_BACK,
            "stop": STOP,
            **values,
        },
    )
    return Composed(written.subject[:200], written.text)


def for_decision(decision: Decision, *, sender: str) -> Composed:
    """To somebody a cycle writes to."""
    return composed(About.CYCLE, name=decision.name, sender=sender)


def for_proposal(proposal: Proposal, *, sender: str) -> Composed:
    """An offer in writing."""
    case = proposal.case
    return composed(
        About.PROPOSAL,
        name=case.name,
        sender=sender,
        need=asked_for(case) or _("you would give us another chance if we did better"),
        offer=proposal.words,
        until=formats.day(proposal.until_on, "long"),
    )


def for_telling(case: Case, *, sender: str) -> Composed:
    """What we changed, to somebody who asked for it."""
    rows = case.requirements.filter(withdrawn_at=None).select_related("need")
    met = [row for row in rows if row.met_at or (row.need and row.need.met_at)]
    changes = dict.fromkeys(row.need.change for row in met if row.need and row.need.change)
    change = " ".join(changes) or case.next_words
    return composed(
        About.TELL, name=case.name, sender=sender, need=" ".join(f"“{row.words}”" for row in met), change=change
    )


def for_touch(case: Case, *, sender: str, news: str) -> Composed:
    """A short word, a few times a year."""
    return composed(About.TOUCH, name=case.name, sender=sender, news=news)


def asked_for(case: Case) -> str:
    """What they asked for, in their words."""
    rows = case.requirements.filter(withdrawn_at=None).order_by("said_at", "pk").values_list("words", flat=True)
    return " ".join(f"“{words}”" for words in rows[:3])


def point_for(customer: str, how: str) -> Point | None:
    """Where a letter of this kind goes: the first address of theirs that is not known to be wrong."""
    channel = CHANNELS[how]
    usable = [point for point in points(customer=customer) if point.channel is channel and not point.is_wrong]
    return next((point for point in usable if point.is_valid or channel is Channel.LETTER), None)
