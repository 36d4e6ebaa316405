"""What people fill in around a review."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

WEEKS = [(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth"))]
WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")),
    (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip
BY_ROLE, BY_NAME = "all", "these"


class When(forms.Form):
    """Another time or place."""

    meets_at = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Choose a day and a time."), "invalid": _("Choose a day and a time.")},
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480)
    place = forms.CharField(
        label=_("Place"), max_length=300, required=False, help_text=_("A room, or the address of a video call.")
    )
    because = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Goes into the mail to everybody invited.")
    )


class Ordered(forms.Form):
    """The standing order."""

    week = forms.TypedChoiceField(label=_("Week"), choices=WEEKS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("Day"), choices=WEEKDAYS, coerce=int)
    starts = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480)
    place = forms.CharField(
        label=_("Place"), max_length=300, required=False, help_text=_("A room, or the address of a video call.")
    )
    freeze_days = forms.IntegerField(
        label=_("Pack frozen, working days before"),
        min_value=0,
        max_value=14,
        help_text=_("From then on its numbers stand, and it is sent to everybody invited."),
    )
    chair = forms.TypedChoiceField(label=_("In the chair"), coerce=int, required=False, empty_value=None)
    who = forms.ChoiceField(
        label=_("Invited every month"),
        choices=[
            (BY_ROLE, _("All executives, retention managers and owners")),
            (BY_NAME, _("These people")),
        ],
        widget=forms.RadioSelect,
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, people: list[tuple[int, str]], **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["chair"].choices = [  # type: ignore[attr-defined]
            ("", _("The first retention manager")),
            *people,
        ]

    def clean(self) -> dict[str, object]:
        """People are chosen by name only where somebody says so."""
        told = super().clean() or {}
        if told.get("who") == BY_NAME and not told.get("people"):
            self.add_error("people", _("Choose somebody."))
        return told
