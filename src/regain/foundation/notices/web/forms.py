"""What people type into this room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regain.foundation.notices.queries.subscribable import event_names


class EndpointForm(forms.Form):
    """Where a program listens, and to what."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("What people here call it."))
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where deliveries are sent, beginning with https."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event to be told.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (event.name, f"{event.name} — {event.title}") for event in event_names()
        ]

    def told(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        typed = self.cleaned_data
        return {"title": typed["title"], "url": typed["address"], "events": typed["events"]}
