"""Early warnings in words: the levels, and what moved them."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.filters import Words

LEVELS: Final[Mapping[str, Words]] = {"high": _("High"), "medium": _("Medium"), "low": _("Low")}
TONES: Final = {"high": "bad", "medium": "warn", "low": "good"}
MOVERS: Final[Mapping[str, Words]] = {
    "ends": _("Contract ends"),
    "rhythm": _("Silent beyond their rhythm"),
    "near": _("Gone within 90 days if silent"),
    "trend": _("Spends less than before"),
    "complaints": _("Complained"),
    "habit": _("Few purchases so far"),
    "term": _("Contract year ends"),
}
STEPS: Final[Mapping[str, tuple[Words, ...]]] = {
    "rhythm": (
        _("Within their rhythm"),
        _("Silent for half of what their rhythm allows"),
        _("Silent for four fifths of what their rhythm allows"),
    ),
    "near": (
        _("Cannot count as gone within 90 days"),
        _("Counts as gone in 60 to 90 days if silent"),
        _("Counts as gone in 30 to 60 days if silent"),
        _("Counts as gone within 30 days if silent"),
    ),
    "trend": (_("Spends as before"), _("Spends less than four fifths"), _("Spends less than half")),
    "complaints": (_("No complaint in 180 days"), _("One complaint"), _("Two complaints or more")),
    "habit": (
        _("Long known: ten purchase days or two years of contract"),
        _("Four purchase days or one year of contract"),
        _("Two purchase days or a quarter of contract"),
        _("One purchase day or less than a quarter of contract"),
    ),
    "term": (_("In the middle of a contract year"), _("Within 60 days of the end of a contract year")),
}


def moved(codes: str) -> list[str]:
    """What moved a warning, in words, the strongest first."""
    return [str(MOVERS[code]) for code in codes.split() if code in MOVERS]
