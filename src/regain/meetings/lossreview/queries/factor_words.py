"""Factors of a priority in words."""

from collections.abc import Mapping
from decimal import Decimal
from textwrap import shorten
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regain.foundation.kit.money import Money
from regain.foundation.ui import formats
from regain.meetings.lossreview.rules.priority import Name, Weighted

TITLES: Final[Mapping[Name, str | Promise]] = {
    Name.VALUE: gettext_lazy("Lost a year"),
    Name.RECURRENCE: gettext_lazy("Recurrence"),
    Name.CONTROL: gettext_lazy("Control"),
    Name.EFFORT: gettext_lazy("Effort"),
}
MEANINGS: Final[Mapping[Name, str | Promise]] = {
    Name.VALUE: gettext_lazy("The value lost in twelve months that falls to this issue."),
    Name.RECURRENCE: gettext_lazy("The share of the months in which anybody was asked that it came up in."),
    Name.CONTROL: gettext_lazy("How far it is up to us: 100 % wholly, 50 % partly, 0 % not at all."),
    Name.EFFORT: gettext_lazy("Weeks of one person's work to fix it."),
}

LONGEST_WHY: Final = 200
"""Characters of a reason beside its factor; the issue's page has all of it."""


def value_in_words(name: Name, value: Decimal) -> str:
    """The factor as people write it."""
    if name is Name.VALUE:
        return str(formats.money(Money(value, settings.COMPANY.currency), "whole"))
    if name is Name.EFFORT:
        number = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        return ngettext("%(count)s week", "%(count)s weeks", 1 if value == 1 else 2) % {"count": number}
    return formats.percent(value)


def in_words(name: Name, value: Decimal | None) -> str:
    """`Effort is 3 weeks`, or that the records count again."""
    title = TITLES[Name(name)]
    if value is None:
        return _("%(factor)s as the records say again") % {"factor": title}
    return _("%(factor)s set to %(value)s") % {"factor": title, "value": value_in_words(Name(name), value)}


def judged_in_words(factor: Weighted) -> str:
    """`Recurrence 100% set by Dev: because it goes on. The records say 33%.`; effort the records do not know."""
    said = _("%(factor)s %(value)s set by %(name)s: because %(why)s.") % {
        "factor": TITLES[factor.name],
        "value": value_in_words(factor.name, factor.value),
        "name": factor.by,
        "why": shorten(factor.because, LONGEST_WHY, placeholder="…").rstrip("."),
    }
    if factor.name is Name.EFFORT:
        return said
    return " ".join([said, _("The records say %(value)s.") % {"value": value_in_words(factor.name, factor.measured)}])


def limits_in_words(name: Name) -> str:
    """What may be set."""
    return {
        Name.VALUE: _("The value lost is an amount from 0 on. Write it as a number."),
        Name.RECURRENCE: _("Recurrence is a share of the months, from 0 to 100 %. Write 50 for half of them."),
        Name.CONTROL: _("Control is a share from 0 to 100 %. Write 100 when it is wholly up to us."),
        Name.EFFORT: _("Effort is weeks of one person's work, from 0.1 to 1,000. Write 0.2 for a day."),
    }[Name(name)]
