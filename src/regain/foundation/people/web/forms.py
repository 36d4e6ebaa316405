"""What people type into this room."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.roles import Role
from regain.foundation.people.rules.names import LONGEST_NAME, LONGEST_PASSWORD


def _email(**attributes: str) -> forms.CharField:
    widget = forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"} | attributes)
    return forms.CharField(label=_("E-mail address"), max_length=254, widget=widget)


def _name() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(label=_("Your name"), max_length=LONGEST_NAME, widget=widget)


def _password(label: object, *, kind: str = "current-password", hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )


HOW_LONG = _("At least 12 characters. A short sentence is easy to remember and hard to guess.")


class SignIn(forms.Form):
    """Who it is."""

    email = _email(autofocus="autofocus")
    password = _password(_("Password"))


class Forgotten(forms.Form):
    """Where to send a link to a new password."""

    email = _email(autofocus="autofocus")


class NewPassword(forms.Form):
    """A new password, with the link from a mail."""

    password = _password(_("New password"), kind="new-password", hint=HOW_LONG)


class ChangePassword(forms.Form):
    """A new password for who knows the present one."""

    present = _password(_("Present password"))
    password = _password(_("New password"), kind="new-password", hint=HOW_LONG)


class Join(forms.Form):
    """How somebody who was invited becomes a person here."""

    name = _name()
    password = _password(_("Password"), kind="new-password", hint=HOW_LONG)


class Name(forms.Form):
    """What people call you."""

    name = _name()


class Preferences(forms.Form):
    """How the pages look and listen."""

    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("system", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    has_shortcuts = forms.BooleanField(label=_("Use single-letter shortcuts"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("As my browser")),
            *settings.LANGUAGES,
        ]


def _roles(label: object, *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=[(role.value, role.title) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=required,
        error_messages={"required": _("Choose at least one role.")},
    )


class Roles(forms.Form):
    """Which roles a person holds."""

    roles = _roles(_("Roles"))

    def ticked(self) -> list[str]:
        """What was ticked, valid or not, to show it again."""
        return self.data.getlist("roles") if isinstance(self.data, QueryDict) else []

    def chosen(self) -> frozenset[Role]:
        """The roles ticked."""
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class Invite(Roles):
    """Whom to invite, and as what."""

    email = _email(autocomplete="off")
    roles = _roles(_("Roles"), required=True)
    field_order = ("email", "roles")
