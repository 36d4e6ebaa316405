"""What people type for the guard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regain.knowledge.playbook.queries import law_words

LARGEST = 20 * 1024 * 1024


class StopForm(forms.Form):
    """Leave a customer alone."""

    words = forms.CharField(
        label=_("What they said"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["channel"] = forms.ChoiceField(
            label=_("What stops"),
            required=False,
            choices=[("", _("Everything")), ("call", _("Calls only")), ("email", _("E-mail only"))],
        )


class LiftForm(forms.Form):
    """Contact them again, on their wish."""

    text = forms.CharField(
        label=_("How they asked for it"),
        help_text=_("When, where, and in which words."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PointForm(forms.Form):
    """A number or an address."""

    text = forms.CharField(label=_("Number or address"), max_length=500)
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, required=False, help_text=_("If it differs, such as America/Denver.")
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["medium"] = forms.ChoiceField(label=_("Kind"), choices=law_words.media())
        self.order_fields(["medium", "text", "zone"])


class PartyForm(forms.Form):
    """Who the customer is before the law."""

    zone = forms.CharField(
        label=_("Time zone"), max_length=64, required=False, help_text=_("Such as Europe/London; empty: by country.")
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, label, choices in (
            ("scope", _("They are a"), law_words.scopes()),
            ("country", _("Country"), law_words.countries()),
            ("region", _("State"), law_words.states()),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields(["scope", "country", "region", "zone"])


class ConsentForm(forms.Form):
    """What they agreed to, with its proof."""

    given_on = forms.DateField(label=_("Given on"), widget=forms.DateInput(attrs={"type": "date"}))
    how = forms.CharField(label=_("How"), max_length=80, help_text=_("On the telephone, a form, a letter."))
    text = forms.CharField(
        label=_("What they agreed to"),
        help_text=_("As they read or heard it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    document = forms.CharField(label=_("Where the proof lies"), max_length=200, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["purpose"] = forms.ChoiceField(label=_("For"), choices=law_words.purposes(), initial="recovery")
        self.fields["channel"] = forms.ChoiceField(label=_("By"), choices=law_words.channels())
        self.order_fields(["purpose", "channel", "given_on", "how", "text", "document"])


class ListForm(forms.Form):
    """A list of numbers, addresses or ids."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with one number, e-mail address or customer id a line. A heading may name the columns."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["country"] = forms.ChoiceField(
            label=_("Country of numbers without a country code"), choices=law_words.countries(), required=False
        )

    def clean_file(self) -> Any:
        """Neither larger than we read at once, nor something else than text."""
        return readable(self.cleaned_data["file"])


class ScreeningForm(forms.Form):
    """The result of a comparison."""

    checked_on = forms.DateField(label=_("Compared on"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with a column of numbers and a column “listed” with yes or no. Without it all are listed."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["registry"] = forms.ChoiceField(label=_("Register"), choices=law_words.registries())
        self.order_fields(["registry", "checked_on", "file"])

    def clean_file(self) -> Any:
        """Neither larger than we read at once, nor something else than text."""
        return readable(self.cleaned_data["file"])


def readable(file: Any) -> str:
    """The text of an uploaded file. Raises ValidationError."""
    if file.size > LARGEST:
        raise forms.ValidationError(_("The file is larger than 20 MB; split it."))
    body: bytes = file.read()
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError(_("This is no text file; save the list as CSV."))
