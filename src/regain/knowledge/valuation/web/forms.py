"""What people type into this room."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from regain.knowledge.valuation.queries.costs import CAUSES, UNITS
from regain.knowledge.valuation.rules.costs import LONGEST_KIND


class SetCost(forms.Form):
    """What one of a cause costs from a day on."""

    cause = forms.ChoiceField(label=_("What costs something"), choices=list(CAUSES.items()))
    kind = forms.CharField(
        label=_("Kind of contact"),
        required=False,
        max_length=LONGEST_KIND,
        help_text=_("As the facts write it. Empty: every kind without a rate of its own."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "contact-kinds"}),
    )
    amount = forms.DecimalField(label=_("Amount"), min_value=Decimal(0), max_digits=18, decimal_places=4)
    unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()))
    minutes = forms.DecimalField(
        label=_("Minutes, where none are recorded"),
        required=False,
        max_digits=9,
        decimal_places=4,
        help_text=_("Only with an amount an hour."),
    )
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Earlier contacts keep the rate of their day, or none."),
    )
