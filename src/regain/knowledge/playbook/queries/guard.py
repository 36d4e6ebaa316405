"""May we contact this customer, now? The question, answered and not stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.kit.errors import NotFound
from regain.knowledge.playbook.queries import guard_words as words
from regain.knowledge.playbook.queries.dossier import Dossier, dossier, known_for
from regain.knowledge.playbook.queries.points import Point
from regain.knowledge.playbook.rules.guard.judge import judge
from regain.knowledge.playbook.rules.guard.packs import rules
from regain.knowledge.playbook.rules.guard.terms import Act, Channel, Finding, Judged, Known, Purpose, Verdict


class NoSuchPoint(NotFound):
    """The customer has no such number or address."""


@dataclass(frozen=True)
class Ruled:
    """What one rule said, in words."""

    rule: str
    verdict: Verdict
    sentence: str
    until: datetime | None
    is_overridable: bool
    source: str
    jurisdiction: str
    is_assumed: bool
    """It counts only because it is not known where the customer is."""


@dataclass(frozen=True)
class Said:
    """The guard's answer. `rule` and `sentence` are the worst finding's; `until` the next moment at which it may be."""

    verdict: Verdict
    rule: str
    sentence: str
    until: datetime | None
    is_overridable: bool
    findings: tuple[Ruled, ...]
    when: datetime
    channel: Channel
    purpose: Purpose
    point: Point | None = None
    """The number or address it speaks of: the one asked for, or the best."""

    @property
    def is_allowed(self) -> bool:
        """Whether the act may be done."""
        return self.verdict is not Verdict.BLOCK

    @property
    def sure(self) -> tuple[Ruled, ...]:
        """What counts where the customer is known to be."""
        return tuple(each for each in self.findings if not each.is_assumed)

    @property
    def assumed(self) -> tuple[Ruled, ...]:
        """What counts only because it is not known where they are."""
        return tuple(each for each in self.findings if each.is_assumed)

    @property
    def title(self) -> str:
        """Yes, with care, or no."""
        return str(words.VERDICTS[self.verdict])

    @property
    def tone(self) -> str:
        """How it feels on the screen."""
        return words.VERDICT_TONES[self.verdict]

    @property
    def channel_title(self) -> str:
        """The channel in words."""
        return str(words.CHANNELS[self.channel])

    @property
    def until_local(self) -> str:
        """The next moment, by the clock of the called person where there is one."""
        if self.until is None:
            return ""
        return words.moment(self.until, self.point.zone if self.point and self.point.zone else "")


@dataclass(frozen=True)
class Weighed:
    """One point judged, with what it rested on."""

    point: Point | None
    known: Known
    judged: Judged


def may(
    *,
    customer: str,
    channel: Channel,
    purpose: Purpose,
    when: datetime,
    point: str | None = None,
    automatic: bool = False,
    makes_offer: bool = False,
    is_leaving: bool = False,
) -> Said:
    """Whether it may be done then; without a point, each of the customer's is judged and the best named.

    Raises NoSuchPoint.
    """
    act = Act(channel, purpose, when, automatic, makes_offer, is_leaving)
    return said(act, weigh(act, dossier(customer=customer, at=when), point=point))


def weigh(act: Act, file: Dossier, *, point: str | None = None) -> Weighed:
    """Judge the point, or find the best of those the channel can use. Raises NoSuchPoint."""
    usable = [each for each in file.at(act.channel) if point is None or each.id == point]
    if point is not None and not usable:
        raise NoSuchPoint(_("This customer has no such number or address; choose one from their list."))
    weighed = [_weighed(act, file, each) for each in usable] or [_weighed(act, file, None)]
    return min(weighed, key=_best_first)


def _weighed(act: Act, file: Dossier, point: Point | None) -> Weighed:
    known = known_for(file, act, point)
    return Weighed(point, known, judge(act, known, rules()))


def _best_first(weighed: Weighed) -> tuple[int, bool, float]:
    until = weighed.judged.until
    is_wrong = weighed.point is not None and weighed.point.is_wrong
    return (weighed.judged.verdict.weight, is_wrong, until.timestamp() if until else float("inf"))


def said(act: Act, weighed: Weighed) -> Said:
    """What was judged, in words."""
    found = tuple(_ruled(each) for each in weighed.judged.findings)
    local = weighed.point.local_time if weighed.point and act.channel is Channel.CALL else None
    return Said(
        verdict=weighed.judged.verdict,
        rule=found[0].rule if found else "",
        sentence=_lead(found) if found else words.allowed_in_words(local),
        until=weighed.judged.until,
        is_overridable=weighed.judged.is_overridable,
        findings=found,
        when=act.when,
        channel=act.channel,
        purpose=act.purpose,
        point=weighed.point,
    )


def _lead(found: Sequence[Ruled]) -> str:
    """The worst finding; where it only counts because the place is not known, that is what has to be said."""
    worst = found[0]
    if not worst.is_assumed or worst.verdict is not Verdict.BLOCK:
        return worst.sentence
    return words.assumed_in_words(worst.jurisdiction, worst.sentence)


def _ruled(finding: Finding) -> Ruled:
    return Ruled(
        rule=finding.rule.id,
        verdict=finding.verdict,
        sentence=words.sentence_of(finding),
        until=finding.until,
        is_overridable=finding.rule.is_overridable,
        source=finding.rule.source,
        is_assumed=finding.is_assumed,
        jurisdiction=words.place_of_rule(finding.rule),
    )


def each_point(act: Act, file: Dossier) -> Sequence[Said]:
    """What is said for every point of the channel by itself."""
    return [said(act, _weighed(act, file, each)) for each in file.at(act.channel)]
