"""Steps, points, stages and fields in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.rules.steps import Step
from regain.knowledge.training.rules.coaching import Move, Stage
from regain.knowledge.training.rules.rubric import MustNot

Words = str | Promise

STEPS: Mapping[Step, Words] = {
    Step.PREPARE: _("Prepare"),
    Step.APOLOGISE: _("Apologise"),
    Step.LISTEN: _("Listen"),
    Step.DIAGNOSE: _("Diagnose"),
    Step.VERIFY: _("Verify back"),
    Step.CATALOGUE: _("Catalogue"),
    Step.SUPPORT: _("Support at once"),
    Step.OFFER: _("Offer"),
    Step.CLOSE: _("Close"),
}

AIMS: Mapping[Step, Words] = {
    Step.PREPARE: _("Read what is known. Say who you are and why you call."),
    Step.APOLOGISE: _("Say sorry for what the customer went through. No reasons, no “but”."),
    Step.LISTEN: _("Ask one open question and wait. Note their words, not yours."),
    Step.DIAGNOSE: _("Find what happened, what they wanted, and how it felt."),
    Step.VERIFY: _("Say back what you understood, and ask whether that is it."),
    Step.CATALOGUE: _("Choose the reasons, and how much each weighed."),
    Step.SUPPORT: _("Settle what can be settled now: who does it, by when."),
    Step.OFFER: _("Only once they agreed that you understood. Tell them what you will send; do not pitch."),
    Step.CLOSE: _("Thank them, say what happens next, and let them go."),
}

POINTS: tuple[Words, ...] = (_("Not done"), _("Tried"), _("Done"), _("Done well"))

MUST_NOTS: Mapping[MustNot, Words] = {
    MustNot.PITCHED: _("Offered something before the customer agreed what went wrong"),
    MustNot.ARGUED: _("Argued, or interrupted to put things right"),
    MustNot.PROMISED: _("Promised what is not theirs to give"),
    MustNot.BLAMED: _("Blamed the customer, a colleague or “the system”"),
    MustNot.HELD_ON: _("Held on to somebody who wanted to go"),
    MustNot.TOLD: _("Told a stranger about the customer"),
}

STAGES: Mapping[str, Words] = {
    Stage.RAISED: _("New"),
    Stage.ACKNOWLEDGED: _("Acknowledged"),
    Stage.COACHED: _("Coached"),
    Stage.HOLDS: _("Holds"),
    Stage.HANDED_ON: _("Passed on"),
    Stage.WITHDRAWN: _("Taken back"),
}
STAGE_TONES: Mapping[str, str] = {
    Stage.RAISED: "info",
    Stage.ACKNOWLEDGED: "busy",
    Stage.COACHED: "busy",
    Stage.HOLDS: "good",
    Stage.HANDED_ON: "good",
    Stage.WITHDRAWN: "quiet",
}
MOVES: Mapping[str, tuple[Words, str]] = {
    Move.ACKNOWLEDGE: (_("Acknowledged"), "check"),
    Move.COACH: (_("Talked it through"), "messages"),
    Move.HOLDS: (_("Checked again: it holds"), "circle-check"),
    Move.NOT_YET: (_("Checked again: not yet"), "repeat"),
    Move.HAND_ON: (_("Passed on"), "send"),
    Move.WITHDRAW: (_("Taken back"), "arrow-back-up"),
    "": (_("Comment"), "message-circle"),
}

FIELDS: Mapping[str, Words] = {
    "title": _("a title"),
    "facts": _("what the caller’s screen shows"),
    "who": _("who the customer is"),
    "opens": _("what they say first"),
    "behind": _("what is really behind it"),
    "steps": _("at least one step that is scored"),
    "good": _("what a good call does"),
}
