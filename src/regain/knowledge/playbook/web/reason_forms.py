"""What people type about reasons."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.queries.reason_pages import groups
from regain.knowledge.playbook.queries.reasons import CLASSES, GroupOfReasons
from regain.knowledge.playbook.rules.catalogue import LONGEST_TITLE, LONGEST_WORDS
from regain.knowledge.playbook.rules.causes import CauseClass, Told, from_percents

LINES: Final = 4
"""Reasons one departure may be given on the page; more tell nothing apart."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed, even if that is nothing; None where a page is only looked at."""
    return request.POST if request.method == "POST" else None


class ReasonForm(forms.Form):
    """A reason as people see it."""

    title = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_TITLE,
        help_text=_("As the customer would say it, in a few words."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("What it means"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    group = forms.TypedChoiceField(label=_("Group"), coerce=int)
    cause_class = forms.TypedChoiceField(label=_("Cause class"), choices=list(CLASSES.items()), coerce=CauseClass)
    is_changeable = forms.BooleanField(label=_("It can change or could have been prevented"), required=False)
    is_ours = forms.BooleanField(label=_("It is up to us"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups()  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """The name of a group."""

    title = forms.CharField(label=_("Name of the group"), max_length=LONGEST_TITLE)


class Period(forms.Form):
    """A time, both days counted."""

    from_on = forms.DateField(label=_("Left from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class CausesForm(forms.Form):
    """Why a customer left: a few reasons with their percent, or that they could not say."""

    could_not_say = forms.BooleanField(label=_("They were asked and could not say"), required=False)
    source = forms.CharField(
        label=_("Where it was heard"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offered: tuple[GroupOfReasons, ...], told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {reason.id for group in offered for reason in group.reasons}
        kept = [(cause.reason_id, cause.title) for cause in told.causes if cause.reason_id not in known]
        choices: list[Any] = [("", "–")]
        choices += [(group.title, [(reason.id, reason.title) for reason in group.reasons]) for group in offered]
        choices += kept
        for number in range(1, LINES + 1):
            cause = told.causes[number - 1] if number <= len(told.causes) else None
            self.fields[f"reason_{number}"] = forms.TypedChoiceField(
                label=_("Reason") if number == 1 else _("Reason %(number)s") % {"number": number},
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                initial=cause.reason_id if cause else "",
            )
            self.fields[f"percent_{number}"] = forms.DecimalField(
                label=_("Percent") if number == 1 else _("Percent of reason %(number)s") % {"number": number},
                required=False,
                max_digits=5,
                decimal_places=2,
                min_value=Decimal("0.01"),
                max_value=Decimal(100),
                initial=(cause.weight * 100).normalize() if cause and len(told.causes) > 1 else None,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each reason with its percent."""
        return [(self[f"reason_{number}"], self[f"percent_{number}"]) for number in range(1, LINES + 1)]

    def weights(self) -> Mapping[int, Decimal]:
        """The reasons chosen, by id; a reason chosen twice weighs what its last line says."""
        given: dict[int, Decimal | None] = {}
        for number in range(1, LINES + 1):
            reason = self.cleaned_data[f"reason_{number}"]
            if reason is not None:
                given[reason] = self.cleaned_data[f"percent_{number}"]
        return from_percents(given)
