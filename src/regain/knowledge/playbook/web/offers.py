"""Offers: the list, one of them, making, changing, retiring."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Conflict, Refused
from regain.foundation.kit.export import export
from regain.foundation.kit.http import actor_of
from regain.foundation.kit.table import TableState
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing, listing, show
from regain.foundation.ui.parts import Crumb
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.actions import offers as actions
from regain.knowledge.playbook.queries import offers as queries
from regain.knowledge.playbook.queries.offer_words import MECHANISMS
from regain.knowledge.playbook.rules.offers import (
    LONGEST_TITLE,
    LONGEST_WHY,
    LONGEST_WORDS,
    USUAL_LIFE,
    Mechanism,
    OfferKind,
    Terms,
)


class TermsForm(forms.Form):
    """The terms of an offer."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("For us; the customer reads the words."),
    )
    words = forms.CharField(
        label=gettext_lazy("What the letter says"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    mechanism = forms.ChoiceField(
        label=gettext_lazy("How it works"),
        choices=list(MECHANISMS.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Offers are shown in this order. A lower price alone comes last."),
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost to us"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
    )
    live_from = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    review_on = forms.DateField(
        label=gettext_lazy("Review"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The last day it stands, unless somebody looks at it again. A year ahead at most."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WHY,
        required=False,
        help_text=gettext_lazy("It stays with these terms."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        hint = _("In %(currency)s, for each customer who takes it.")
        self.fields["cost"].help_text = hint % {"currency": settings.COMPANY.currency}

    def terms(self) -> Terms:
        """The terms as typed, in the company's currency."""
        told = self.cleaned_data
        return Terms(
            title=told["title"],
            words=told["words"].replace("\r\n", "\n"),
            mechanism=Mechanism(told["mechanism"]),
            cost=told["cost"],
            currency=settings.COMPANY.currency,
            live_from=told["live_from"],
            review_on=told["review_on"],
            why=told["why"],
        )


class NewOffer(TermsForm):
    """A new offer: for whom, and its terms."""

    kind = forms.ChoiceField(label=gettext_lazy("For"), widget=forms.RadioSelect)
    field_order = ("kind",)

    def __init__(self, *args: object, kinds: tuple[tuple[str, str], ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        field.choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            field.widget = forms.HiddenInput()
            field.initial = kinds[0][0]


class ChangedTerms(TermsForm):
    """New terms for an offer somebody looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def offers(request: HttpRequest) -> HttpResponse:
    """Every offer one may know of."""
    by, now = actor_of(request), clock.now()
    rows = queries.offer_rows(by=by, at=now)
    state = TableState.parse(queries.OFFERS, dict(request.GET.lists()))
    page = queries.offers_page(by=by, at=now)
    nothing = Nothing(
        _("No offer yet"),
        _("An offer is a letter a customer may get once their reason is confirmed. The best ones remove that reason."),
        _("Make an offer") if page.may_make else "",
        reverse("playbook:offer_new") if page.may_make else "",
        icon="gift",
    )
    query = state.query(page=1).removeprefix("?")
    around = Around(
        nothing=nothing,
        views=pills(by=signed_in(request), list_name=queries.OFFERS.name, base=request.path, query=query),
        save_view=save_address(queries.OFFERS.name),
        export=reverse("playbook:offers_export"),
    )
    return show(request, "playbook/offers.html", page, listing(request, queries.OFFERS, rows, around))


def offers_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    state = TableState.parse(queries.OFFERS, dict(request.GET.lists()))
    rows = queries.offer_rows(by=actor_of(request), at=clock.now())
    return export(request.GET.get("format", "csv"), state, rows, "offers")


def offer_new(request: HttpRequest) -> HttpResponse:
    """Make an offer."""
    by, now = actor_of(request), clock.now()
    kinds = queries.kinds_to_make(by=by)
    today = queries.today(now)
    first = {"live_from": today, "review_on": today + USUAL_LIFE, "mechanism": Mechanism.FIXES_CAUSE.value}
    form = NewOffer(request.POST or None, kinds=kinds, initial=first)
    if form.is_bound and form.is_valid():
        try:
            kind = OfferKind(form.cleaned_data["kind"])
            made = actions.make_offer(by=by, at=now, kind=kind, terms=form.terms())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, _("“%(title)s” is kept.") % {"title": made.title})
            return redirect("playbook:offer", made.pk)
    page = queries.offers_page(by=by, at=now)
    return screen(
        request, "playbook/offer_new.html", page, form=form, up=_up(), status=422 if form.is_bound else 200
    )  # fmt: skip


def offer(request: HttpRequest, number: int) -> HttpResponse:
    """One offer."""
    page = queries.offer_page(by=actor_of(request), at=clock.now(), number=number)
    return screen(request, "playbook/offer.html", page, up=_up())


def offer_terms(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the terms, to be changed. POST: let these terms hold from now on."""
    by, now = actor_of(request), clock.now()
    row = queries.offer_row(by=by, number=number)
    page = queries.offer_page(by=by, at=now, number=number)
    held = page.terms
    first = {name: getattr(held, name) for name in ("title", "words", "mechanism", "cost", "live_from", "review_on")}
    form = ChangedTerms(request.POST or None, initial=first | {"seen": page.revision})
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            kept = actions.amend_offer(by=by, at=now, offer=row, seen=seen, terms=form.terms())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            say(request, _("“%(title)s” is kept.") % {"title": kept.title})
            return redirect("playbook:offer", kept.pk)
    up = (*_up(), Crumb(held.title, reverse("playbook:offer", args=[number])))
    return screen(request, "playbook/offer_terms.html", page, form=form, up=up, status=422 if form.is_bound else 200)


def retirement(request: HttpRequest, number: int) -> HttpResponse:
    """Let nobody be offered this any more."""
    by = actor_of(request)
    try:
        gone = actions.retire_offer(by=by, at=clock.now(), offer=queries.offer_row(by=by, number=number))
        undo = reverse("playbook:offer_reinstatement", args=[number])
        say(request, _("“%(title)s” is retired.") % {"title": gone.title}, undo=undo)
    except Conflict as refusal:
        say(request, refusal.sentence, tone=Tone.WARN)
    return redirect("playbook:offer", number)


def reinstatement(request: HttpRequest, number: int) -> HttpResponse:
    """Offer it again."""
    by = actor_of(request)
    try:
        back = actions.bring_back_offer(by=by, at=clock.now(), offer=queries.offer_row(by=by, number=number))
        say(request, _("“%(title)s” may be offered again until its review.") % {"title": back.title})
    except Conflict as refusal:
        say(request, refusal.sentence, tone=Tone.WARN)
    return redirect("playbook:offer", number)


def _up() -> tuple[Crumb, ...]:
    return (Crumb(_("Offers"), reverse("playbook:offers")),)
