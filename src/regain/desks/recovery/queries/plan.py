"""The page of a case: where it stands, what is missing, the one thing to do, and everything that was said and sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regain.desks.recovery import policy
from regain.desks.recovery.models import Case
from regain.desks.recovery.models.case import Endings
from regain.desks.recovery.queries import guarding
from regain.desks.recovery.queries import plan_words as words
from regain.desks.recovery.queries.cases import held_by_another
from regain.desks.recovery.queries.clocks import promise
from regain.desks.recovery.queries.finding import who_may
from regain.desks.recovery.queries.handing import To
from regain.desks.recovery.queries.happenings import Happening, happenings
from regain.desks.recovery.queries.history import Kept, Written, kept, written
from regain.desks.recovery.queries.words import customer_href
from regain.desks.recovery.rules.cases import FINAL, Ending
from regain.desks.recovery.rules.seven import Act, Plan, Seven, Stand, plan
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.money import Money
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.queries.offers import offers_for
from regain.knowledge.playbook.queries.points import points
from regain.knowledge.playbook.rules.causes import Answer, Causes, Standing, Told


@dataclass(frozen=True)
class StepLine:
    """One of the seven: where it stands, and what it rests on."""

    key: str
    title: str
    state: str
    """done, now or ahead"""
    facts: str


@dataclass(frozen=True)
class ToDo:
    """The one thing to do next."""

    key: str
    label: str
    sentence: str
    begins_call: bool
    opens: str
    """The dialog its button opens."""
    say: str
    """What to say to the customer, where somebody wrote it down."""


@dataclass(frozen=True)
class Why:
    """Why they left, as one standing has it."""

    title: str
    said: str
    reasons: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class OfferLine:
    """An offer of the playbook one may choose."""

    id: int
    title: str
    cost: Money


@dataclass(frozen=True)
class CasePage:
    """Everything about one case."""

    id: int
    title: str
    customer: str
    customer_href: str
    kind: str
    kind_title: str
    left_on: date
    value_lost: Money
    maximum_spend: Money | None
    owner: str
    owner_id: int | None
    team: str
    held_by: str
    cycle: str
    cycle_href: str
    is_parked: bool
    ending: str
    ended_at: datetime | None
    ended_words: str
    next_title: str
    next_when: str
    next_words: str
    is_promised: bool
    steps: tuple[StepLine, ...]
    todo: ToDo
    whys: tuple[Why, ...]
    kept: Kept
    unattended_at: datetime | None
    unattended_words: str
    notes: Written
    story: tuple[Happening, ...]
    to_tell: int
    may_offer: bool
    is_heard: bool
    """They agreed with our words; before that nothing is offered."""
    offers: tuple[OfferLine, ...]
    may_call: bool
    may_give: bool
    receivers: tuple[To, ...]
    """To whom this person may hand it."""
    may_see_all: bool
    tomorrow: date
    endings: tuple[tuple[str, str], ...]
    """How it may end; to be left alone is said elsewhere, because it means more."""
    zones: tuple[str, ...]
    """Clocks the customer may go by."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.ended_at is None

    @property
    def currency(self) -> str:
        """What its amounts are in."""
        return self.value_lost.currency

    @property
    def step_now(self) -> StepLine | None:
        """The step it stands at."""
        return next((step for step in self.steps if step.state == "now"), None)


def case_page(*, by: Actor, at: datetime, case: Case) -> CasePage:
    """One case, for somebody who may see it."""
    all_of_it = kept(case, by=by, at=at)
    why = causes(customer=case.customer, left_on=case.left_on)
    stand = stand_of(case, all_of_it, at=at)
    found = plan(stand)
    return CasePage(
        id=case.pk,
        title=case.title,
        customer=case.customer,
        customer_href=customer_href(case.customer),
        kind=case.kind,
        kind_title=case.get_kind_display(),
        left_on=case.left_on,
        value_lost=Money(case.value_lost, case.currency),
        maximum_spend=Money(case.maximum_spend, case.currency) if case.decision_id else None,
        owner=case.owner.name if case.owner else "",
        owner_id=case.owner_id,
        team=case.team.name if case.team else "",
        held_by=held_by_another(case, by=by, at=at),
        cycle=case.decision.cycle.period if case.decision else "",
        cycle_href=_decision_href(case, by),
        is_parked=case.parked_at is not None,
        ending=case.get_ending_display() if case.ending else "",
        ended_at=case.ended_at,
        ended_words=case.ended_words,
        next_title=_("We wait until") if case.parked_at else case.get_next_kind_display(),
        next_when=promise(case),
        next_words=case.parked_words if case.parked_at else case.next_words or guarding.waits(case, at=at),
        is_promised=case.is_promised,
        steps=tuple(steps(found, stand, why)),
        todo=_todo(found.act, case),
        whys=tuple(_whys(why)),
        kept=all_of_it,
        unattended_at=case.unattended_at,
        unattended_words=case.unattended_words,
        notes=written(case),
        story=happenings(case, all_of_it),
        to_tell=stand.to_tell,
        may_offer=case.is_open and policy.may_offer(by=by, case=case),
        is_heard=stand.is_verified,
        offers=_offers(by, at) if stand.is_verified else (),
        may_call=case.is_open and policy.may_claim(by=by, case=case),
        may_see_all=policy.sees_every_case(by),
        may_give=case.is_open and policy.may_hand_over(by=by, case=case),
        receivers=_receivers(case, by),
        tomorrow=date.fromordinal(at.astimezone(settings.COMPANY.tz).date().toordinal() + 1),
        endings=tuple((each.value, str(each.label)) for each in Endings if each.value != Ending.LEFT_ALONE),
        zones=tuple(sorted({zone for point in points(customer=case.customer) for zone in point.zones}))[:12],
    )


def stand_of(case: Case, all_of_it: Kept, *, at: datetime) -> Stand:
    """The facts the steps are read from."""
    calls, proposals, link = all_of_it.calls, all_of_it.proposals, all_of_it.link
    wanted = [row for row in all_of_it.requirements if not row.is_withdrawn]
    asked = [call.asked_at for call in calls if call.asked_at]
    ahead = all_of_it.ahead
    return Stand(
        at=at,
        next_at=case.next_at,
        asked_at=min(asked, default=min((row.said_at for row in wanted), default=None)),
        is_verified=any(call.verified_at for call in calls),
        is_calling=any(call.is_open for call in calls),
        is_promised=case.is_promised,
        requirements=len(wanted),
        met=sum(row.is_met for row in wanted),
        told=sum(row.told_at is not None for row in wanted),
        asked_again=sum(row.asked_again_at is not None for row in wanted),
        unsent=sum(row.state == "written" for row in proposals),
        awaiting=sum(row.state == "sent" for row in proposals),
        accepted=sum(row.state == "accepted" for row in proposals),
        has_way_back=link is not None and link.is_open,
        parked_at=case.parked_at,
        touches=sum(touch.made_at is not None for touch in all_of_it.touches),
        touch_due_at=ahead.due_at if ahead else None,
        ended_at=case.ended_at,
        returned=case.ending == Ending.RETURNED,
        final=case.ending in FINAL,
    )


def steps(found: Plan, stand: Stand, why: Causes) -> list[StepLine]:
    """The seven in words."""
    said = {
        Seven.ASK: _asked(stand),
        Seven.LISTEN: _listened(stand, why),
        Seven.MEET: _met(stand),
        Seven.BE_PATIENT: _patient(stand),
        Seven.STAY_IN_TOUCH: _in_touch(stand),
        Seven.MAKE_IT_EASY: _("Their way back is open.") if stand.has_way_back else "",
        Seven.EARN: _("They came back.") if stand.returned else "",
    }
    return [
        StepLine(
            place.step.value,
            str(words.STEPS[place.step]),
            place.state,
            said[place.step] or str(words.MISSING[place.step]),
        )
        for place in found.places
    ]


def _asked(stand: Stand) -> str:
    return _("Asked on %(day)s.") % {"day": formats.day(stand.asked_at)} if stand.asked_at else ""


def _listened(stand: Stand, why: Causes) -> str:
    if not stand.is_verified:
        return ""
    names = [cause.title for cause in why.confirmed.causes[:2]]
    return _("They agreed: %(why)s.") % {"why": ", ".join(names)} if names else _("They agreed with our words.")


def _met(stand: Stand) -> str:
    if not stand.requirements:
        return _("Nothing was asked for yet.") if stand.asked_at else ""
    return _("%(all)s asked for, %(met)s met, %(told)s told, %(again)s asked again.") % {
        "all": stand.requirements,
        "met": stand.met,
        "told": stand.told,
        "again": stand.asked_again,
    }


def _patient(stand: Stand) -> str:
    return _("Since %(day)s.") % {"day": formats.day(stand.parked_at)} if stand.parked_at else ""


def _in_touch(stand: Stand) -> str:
    made = ngettext("%(count)s contact made.", "%(count)s contacts made.", stand.touches) % {"count": stand.touches}
    if stand.touch_due_at is None:
        return made if stand.touches else ""
    ahead = _("The next is due on %(day)s.") % {"day": formats.day(stand.touch_due_at)}
    return f"{made} {ahead}" if stand.touches else ahead


def _todo(act: Act, case: Case) -> ToDo:
    label, sentence = words.ACTS[act]
    return ToDo(
        key=act.value,
        label=str(label),
        sentence=str(sentence),
        begins_call=act in words.CALLS,
        opens=words.DIALOGS.get(act, ""),
        say=case.next_words if act in {Act.TELL, Act.CALL_BACK} else "",
    )


def _whys(why: Causes) -> list[Why]:
    titles = {
        Standing.STATED: _("On leaving"),
        Standing.DIAGNOSED: _("As we understood it"),
        Standing.CONFIRMED: _("As they agreed"),
    }
    return [_why(titles[standing], why.at(standing)) for standing in Standing]


def _why(title: str, told: Told) -> Why:
    said = {Answer.NOT_ASKED: _("Nobody asked yet"), Answer.COULD_NOT_SAY: _("Could not say"), Answer.ASKED: ""}
    return Why(title, said[told.answer], tuple((cause.title, cause.weight) for cause in told.causes))


def _offers(by: Actor, at: datetime) -> tuple[OfferLine, ...]:
    choices = offers_for(by=by, at=at)
    return tuple(OfferLine(each.id, each.title, Money(each.cost, each.currency)) for each in choices)


def _receivers(case: Case, by: Actor) -> tuple[To, ...]:
    if not case.is_open or not policy.may_hand_over(by=by, case=case):
        return ()
    return tuple(To(each.pk, each.name) for each in who_may(policy.CALLS[case.kind]) if each.pk != case.owner_id)


def _decision_href(case: Case, by: Actor) -> str:
    if case.decision_id is None or not by.may(policy.VIEW):
        return ""
    return reverse("recovery:decision", args=[case.decision_id])
