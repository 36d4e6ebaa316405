"""How good the suggestions are, a place to try them, and having them learn anew."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import say
from regain.knowledge.playbook.actions import suggesting as actions
from regain.knowledge.playbook.queries import suggestions as queries
from regain.knowledge.playbook.rules.suggesting import LONGEST


class Notes(forms.Form):
    """Notes to try it on; they are not kept."""

    text = forms.CharField(
        label=gettext_lazy("Notes of a call"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Nothing you write here is kept."),
    )


def suggestions(request: HttpRequest) -> HttpResponse:
    """GET: how good they are. POST: have them learn anew."""
    by = actor_of(request)
    if request.method == "POST":
        actions.ask_for_training(by=by, at=clock.now())
        say(request, _("The suggestions learn anew; that takes less than a minute."))
        return redirect("playbook:suggestions")
    page = queries.suggestion_page(by=by)
    return screen(request, "playbook/suggestions.html", page, form=Notes())


def trial(request: HttpRequest) -> HttpResponse:
    """Reasons for some notes, on the page or as the part of it that changes."""
    form = Notes(initial={"text": request.POST.get("text", "")[:LONGEST]})
    page = queries.suggestion_page(by=actor_of(request))
    found = queries.suggest(text=request.POST.get("text", "")[:LONGEST])
    return screen(
        request, "playbook/suggestions.html", page, fragment="playbook/_suggestions.html", form=form, found=found
    )
