"""What the parts of an offer are called on a screen, and what is wrong with its terms in a sentence."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit.filters import Words
from regain.knowledge.playbook.rules.offers import (
    LONGEST_TITLE,
    LONGEST_WHY,
    LONGEST_WORDS,
    Fault,
    Mechanism,
    OfferKind,
    Standing,
)

KINDS: Final[dict[str, Words]] = {
    OfferKind.RETURN.value: gettext_lazy("Return offer"),
    OfferKind.SAVE.value: gettext_lazy("Save offer"),
}
MECHANISMS: Final[dict[str, Words]] = {
    Mechanism.FIXES_CAUSE.value: gettext_lazy("Fixes the cause"),
    Mechanism.CHANGES_PRODUCT.value: gettext_lazy("Changes the product"),
    Mechanism.EXTENDS_TERM.value: gettext_lazy("Extends the term"),
    Mechanism.PAUSES.value: gettext_lazy("Pauses"),
    Mechanism.PRICE_ONLY.value: gettext_lazy("Price only"),
}
STANDINGS: Final[dict[str, Words]] = {
    Standing.LIVE.value: gettext_lazy("Stands"),
    Standing.DUE.value: gettext_lazy("Review soon"),
    Standing.OVER.value: gettext_lazy("Review is over"),
    Standing.COMING.value: gettext_lazy("Not yet"),
    Standing.RETIRED.value: gettext_lazy("Retired"),
}
TONES: Final[dict[str, str]] = {
    Standing.LIVE.value: "good",
    Standing.DUE.value: "warn",
    Standing.OVER.value: "bad",
    Standing.COMING.value: "info",
    Standing.RETIRED.value: "quiet",
}


def sentence_of(fault: Fault) -> str:
    """What is wrong with the terms, and the way out."""
    said = {
        Fault.NO_TITLE: _("The offer needs a title."),
        Fault.LONG_TITLE: _("The title has at most %(most)s letters.") % {"most": LONGEST_TITLE},
        Fault.NO_WORDS: _("The offer has no words; write what the letter says."),
        Fault.LONG_WORDS: _("The words have at most %(most)s letters; shorten them.") % {"most": LONGEST_WORDS},
        Fault.BRACES: _("The words have { or } in them; an offer is put into a letter as it is."),
        Fault.LONG_WHY: _("The reason has at most %(most)s letters.") % {"most": LONGEST_WHY},
        Fault.COST: _("The cost is an amount of zero or more."),
        Fault.REVIEW_BEFORE: _("The review is before the first day; choose a later one."),
        Fault.REVIEW_PAST: _("The review is over by then; choose a day after today."),
        Fault.REVIEW_FAR: _("The review is more than a year away; choose a closer day."),
    }
    return said[fault]
