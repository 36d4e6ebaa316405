"""One page about one customer for whoever calls for fifteen minutes: who they are, and what to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.desks.recovery.models import Case
from regain.desks.recovery.queries.call.parts import names_of
from regain.desks.recovery.queries.call.prepare import (
    Bought,
    Earlier,
    Touch,
    earlier_calls,
    known_facts,
    products_of,
    requirements_of,
    touches_of,
)
from regain.desks.recovery.queries.executives import ExecutiveCall, call_of, their_zone
from regain.desks.recovery.rules.calls import CallKind
from regain.desks.recovery.rules.reminding import Stage
from regain.foundation.kit.actor import Actor
from regain.foundation.ui import formats
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.queries.guard import Said, may
from regain.knowledge.playbook.queries.wording import guide
from regain.knowledge.playbook.rules.guard import Channel, Purpose, Verdict
from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.valuation.queries.customer import headline

QUESTIONS: Final = (
    gettext_lazy("What made you stop? Then wait, and let them finish."),
    gettext_lazy("When did it begin to go wrong, and what did we do then?"),
    gettext_lazy("Who in our house helped you, and who did not?"),
    gettext_lazy("What would have kept you?"),
    gettext_lazy("Let me say it in my words: have I understood you?"),
)
"""Open questions, in the order of a conversation that offers nothing."""
OPENERS, FEW, QUOTED = 2, 3, 2
SHORT, LINE, LONG = 70, 92, 180
"""Characters of what is printed, so that whatever is known fits one page."""


@dataclass(frozen=True)
class Brief:
    """One call, one page."""

    call: ExecutiveCall
    headline: str
    zone: str
    lives: int
    products: tuple[Bought, ...]
    touches: tuple[Touch, ...]
    requirements: tuple[str, ...]
    calls: tuple[Earlier, ...]
    stated: tuple[str, ...]
    opening: tuple[str, ...]
    questions: tuple[str, ...]
    said: Said
    """Whether they may be called now."""

    @property
    def is_barred(self) -> bool:
        """Whether it has to wait, while it is still to be made."""
        return self.said.verdict is Verdict.BLOCK and self.call.stage != Stage.DONE


def brief(*, by: Actor, at: datetime, case: Case) -> Brief:
    """Everything worth knowing, and no more than fits a page."""
    facts = known_facts(case.customer)
    told = causes(customer=case.customer, left_on=case.left_on)
    words = guide(kind=CallKind.LISTENING)
    return Brief(
        call=call_of(case, by=by, at=at),
        headline=headline(facts, settings.COMPANY.currency, left_on=case.left_on) if facts else "",
        zone=their_zone(case.customer, at=at),
        lives=len(facts.lives) if facts else 0,
        products=products_of(facts)[:FEW],
        touches=touches_of(facts)[:FEW],
        requirements=requirements_of(case.customer)[:FEW],
        calls=tuple(earlier_calls(case.customer))[:FEW],
        stated=tuple(cause.title for cause in told.stated.causes),
        opening=_opening(words[Step.APOLOGISE].filled(names_of(case, caller=by.name)).say),
        questions=tuple(str(question) for question in QUESTIONS),
        said=may(customer=case.customer, channel=Channel.CALL, purpose=Purpose.LISTENING, when=at),
    )


def sheet(briefs: Sequence[Brief], *, at: datetime) -> dict[str, Any]:
    """The briefs as the printed page reads them."""
    return {
        "title": _("Calls to customers who left") if len(briefs) > 1 else briefs[0].call.title,
        "company": settings.COMPANY.name,
        "language": translation.get_language() or "en",
        "printed": _("Printed %(when)s. Names and numbers of customers: keep it to yourself.")
        % {"when": formats.moment(timezone.localtime(at))},
        "briefs": [_printed(each) for each in briefs],
    }


def _opening(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)[:OPENERS]


def _cut(text: str, most: int) -> str:
    return Truncator(text).chars(most)


def _printed(each: Brief) -> dict[str, Any]:
    call = each.call
    planned = formats.moment(call.planned_for) if call.planned_for else _("No time chosen yet")
    pairs = [
        (_("Planned"), f"{planned} ({call.their_time})" if call.their_time else planned),
        (_("Counted as gone from"), formats.day(call.left_on, "long")),
        (_("Value lost a year"), formats.money(call.value_lost)),
        (_("Country"), _cut(call.country, SHORT)),
        (_("Bought most"), _cut("; ".join(bought.name for bought in each.products), LINE)),
        (_("Said when leaving"), _cut(", ".join(each.stated), LINE) or _("Nobody has asked yet")),
    ]
    return {
        "name": _cut(call.title, SHORT),
        "headline": _cut(each.headline, LONG),
        "facts": [pair for pair in pairs if pair[1]],
        "touches": [
            _cut(f"{formats.day(touch.day)} · {touch.title} {touch.detail}".strip(), LINE) for touch in each.touches
        ],
        "requirements": [_cut(line, LINE) for line in each.requirements],
        "quotes": [
            {"text": _cut(quote, LINE), "who": f"{earlier.caller}, {formats.day(earlier.at.date())}"}
            for earlier in each.calls
            for quote in earlier.quotes
        ][:QUOTED],
        "opening": [_cut(line, LONG) for line in each.opening],
        "questions": list(each.questions),
        "headings": {
            "touches": _("Last contacts and refunds"),
            "requirements": _("What they asked for"),
            "quotes": _("In their words"),
            "opening": _("To open"),
            "questions": _("To ask"),
            "notes": _("What I heard"),
        },
    }
