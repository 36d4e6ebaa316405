"""The words of a case's plan: its seven steps, and the one thing to do."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regain.desks.recovery.rules.patience import Stop
from regain.desks.recovery.rules.seven import Act, Seven

Words = str | Promise

STEPS: Final[Mapping[Seven, Words]] = {
    Seven.ASK: gettext_lazy("Ask"),
    Seven.LISTEN: gettext_lazy("Listen"),
    Seven.MEET: gettext_lazy("Meet it, tell them, ask again"),
    Seven.BE_PATIENT: gettext_lazy("Be patient"),
    Seven.STAY_IN_TOUCH: gettext_lazy("Stay in touch"),
    Seven.MAKE_IT_EASY: gettext_lazy("Make it easy"),
    Seven.EARN: gettext_lazy("Earn it every day"),
}

MISSING: Final[Mapping[Seven, Words]] = {
    Seven.ASK: gettext_lazy("Nobody has asked yet what we can do to win them back."),
    Seven.LISTEN: gettext_lazy("They have not yet agreed with our words for why they left."),
    Seven.MEET: gettext_lazy("Nothing they asked for is met and told yet."),
    Seven.BE_PATIENT: gettext_lazy("Some wounds heal slowly; wait once you have heard them."),
    Seven.STAY_IN_TOUCH: gettext_lazy("No slow contact yet."),
    Seven.MAKE_IT_EASY: gettext_lazy("They have no way back of their own yet."),
    Seven.EARN: gettext_lazy("Not back yet."),
}

ACTS: Final[Mapping[Act, tuple[Words, Words]]] = {
    Act.GO_ON_CALLING: (
        gettext_lazy("Go on with the call"),
        gettext_lazy("Somebody is in a call with them right now."),
    ),
    Act.CALL_BACK: (gettext_lazy("Call back now"), gettext_lazy("They were told that we call.")),
    Act.TELL: (gettext_lazy("Call and tell them"), gettext_lazy("What they asked for is there. They do not know yet.")),
    Act.ASK_AGAIN: (
        gettext_lazy("We asked again"),
        gettext_lazy("They heard what changed. Ask for their business again."),
    ),
    Act.CALL_TO_ASK: (gettext_lazy("Call and ask"), gettext_lazy("Ask what we can do to win back their business.")),
    Act.CALL_TO_LISTEN: (
        gettext_lazy("Call and listen"),
        gettext_lazy("Say back in your words why they left, until they agree."),
    ),
    Act.NOTE_REQUIREMENT: (
        gettext_lazy("Write down what they asked for"),
        gettext_lazy("We listened. What would win them back, in their words?"),
    ),
    Act.RECORD_RETURN: (
        gettext_lazy("They came back"),
        gettext_lazy("They accepted our proposal. Close the case as a return."),
    ),
    Act.SEND_PROPOSAL: (gettext_lazy("Send the proposal"), gettext_lazy("A proposal is written and waits to be sent.")),
    Act.AWAIT_ANSWER: (gettext_lazy("Be patient"), gettext_lazy("Our proposal is with them until its last day.")),
    Act.MAKE_WAY_BACK: (
        gettext_lazy("Make their way back"),
        gettext_lazy("One address of their own, one step, everything as they left it."),
    ),
    Act.MAKE_TOUCH: (gettext_lazy("Stay in touch"), gettext_lazy("A short word is due.")),
    Act.BE_PATIENT: (
        gettext_lazy("Be patient"),
        gettext_lazy("Everything we can do now is done. Wait, and stay in touch."),
    ),
    Act.WAIT: ("", gettext_lazy("We wait for them. The next slow contact comes by itself.")),
    Act.REOPEN: (gettext_lazy("Open it again"), gettext_lazy("Nobody works on this case.")),
    Act.EARN: ("", gettext_lazy("They are back. Earn it every day.")),
    Act.NOTHING: ("", gettext_lazy("They are left in peace. Nobody opens this case again.")),
}
"""The button and the sentence beside it; without a button there is nothing to press."""

CALLS: Final = frozenset({Act.CALL_BACK, Act.TELL, Act.CALL_TO_ASK, Act.CALL_TO_LISTEN})
"""Acts that begin a call."""

DIALOGS: Final[Mapping[Act, str]] = {
    Act.NOTE_REQUIREMENT: "note-requirement",
    Act.RECORD_RETURN: "end-case",
    Act.SEND_PROPOSAL: "proposals",
    Act.AWAIT_ANSWER: "park-case",
    Act.BE_PATIENT: "park-case",
    Act.MAKE_TOUCH: "touch-case",
    Act.REOPEN: "reopen-case",
}
"""Acts whose button opens a dialog of the page."""

STOPS: Final[Mapping[Stop, Words]] = {
    Stop.LEFT_ALONE: gettext_lazy("They want to be left alone."),
    Stop.ENDED: gettext_lazy("The case has ended."),
    Stop.RETURNED: gettext_lazy("They came back."),
    Stop.COMPLAINED: gettext_lazy("They complained since."),
    Stop.UNANSWERED: gettext_lazy("Four contacts in a row had no answer."),
    Stop.TOO_LONG: gettext_lazy("Two years without a sign of life."),
    Stop.COURSE_RUN: gettext_lazy("Every contact of the plan was made."),
}
