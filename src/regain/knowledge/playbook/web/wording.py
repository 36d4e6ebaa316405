"""What is said on calls and written in letters: read it, change it, compare versions, go back."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.actions import wording as actions
from regain.knowledge.playbook.queries import wording_pages as queries
from regain.knowledge.playbook.rules import wording as rules

ONE_A_LINE = gettext_lazy("One on each line.")


class Words(forms.Form):
    """The words of a step of a call."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=rules.LONGEST_TITLE)
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=rules.LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        label=gettext_lazy("Say"),
        help_text=ONE_A_LINE,
        max_length=rules.LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    listen_for = forms.CharField(
        label=gettext_lazy("Listen for"),
        help_text=ONE_A_LINE,
        max_length=rules.LONGEST_HINTS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    avoid = forms.CharField(
        label=gettext_lazy("Leave out"),
        help_text=ONE_A_LINE,
        max_length=rules.LONGEST_HINTS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why you change it"),
        max_length=rules.LONGEST_WHY,
        required=False,
        help_text=gettext_lazy("It stays with this version."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def text(self) -> rules.Text:
        """The words as typed, as far as they could be read."""
        return rules.Text(*(self.cleaned_data.get(part, "") for part in rules.LONGEST))


class LetterWords(Words):
    """The words of a letter: its subject, and the letter."""

    title = forms.CharField(label=gettext_lazy("Subject"), max_length=rules.LONGEST_TITLE)
    purpose = forms.CharField(
        label=gettext_lazy("When it is sent"),
        max_length=rules.LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        label=gettext_lazy("Letter"),
        max_length=rules.LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    listen_for = None  # type: ignore[assignment]
    avoid = None  # type: ignore[assignment]


def wording(request: HttpRequest, kind: str = "recovery") -> HttpResponse:
    """All the words of one kind."""
    return screen(request, "playbook/wording.html", queries.wording_page(by=actor_of(request), kind=kind))


def step(request: HttpRequest, kind: str, step: str) -> HttpResponse:
    """GET: the words of one step, its versions, and a form to change them. POST: use these words from now on."""
    by = actor_of(request)
    page = queries.step_page(by=by, kind=kind, step=step)
    fields = LetterWords if page.is_letter else Words
    if request.method != "POST":
        form = fields(initial=page.text.parts | {"seen": page.version})
        return screen(request, "playbook/wording_step.html", page, form=form)
    form = fields(request.POST)
    if form.is_valid():
        text, seen = form.text(), form.cleaned_data["seen"]
        try:
            kept = actions.change_wording(
                by=by, at=clock.now(), kind=kind, step=step, seen=seen, text=text, why=form.cleaned_data["why"]
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            page = queries.step_page(by=by, kind=kind, step=step, attempt=text, seen=seen)
            if isinstance(refusal, Conflict):
                again = request.POST.copy()
                again["seen"] = str(page.version)
                form.data = again
        else:
            say(request, _("Version %(version)s is in use from now on.") % {"version": kept.version})
            return redirect("playbook:wording_step", kind, step)
    return screen(request, "playbook/wording_step.html", page, form=form, status=422)


def version(request: HttpRequest, kind: str, step: str, version: int) -> HttpResponse:
    """One version beside another."""
    beside = request.GET.get("beside", "")
    page = queries.version_page(
        by=actor_of(request),
        kind=kind,
        step=step,
        version=version,
        beside=int(beside) if beside.isascii() and beside.isdigit() and len(beside) < 7 else None,
    )
    return screen(request, "playbook/wording_version.html", page)


def going_back(request: HttpRequest, kind: str, step: str, version: int) -> HttpResponse:
    """Use the words of an earlier version again."""
    seen = request.POST.get("seen", "")
    try:
        kept = actions.go_back_to_wording(
            by=actor_of(request),
            at=clock.now(),
            kind=kind,
            step=step,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 7 else 0,
            version=version,
        )
        say(request, _("Version %(version)s is in use from now on.") % {"version": kept.version})
    except Conflict as refusal:
        say(request, refusal.sentence, tone=Tone.WARN)
    return redirect("playbook:wording_step", kind, step)
