"""The living style guide: every component in every state, as the product draws it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from regain.foundation.kit.export import export
from regain.foundation.kit.money import Money
from regain.foundation.kit.table import TableState
from regain.foundation.ui.charts import Drawing
from regain.foundation.ui.icons import ICONS
from regain.foundation.ui.listing import Around, Bulk, Nothing, listing, show
from regain.foundation.ui.parts import Crumb, Pill, Step, Tab
from regain.foundation.ui.toasts import Tone, say
from regain.foundation.ui.web.sample_charts import sample_charts
from regain.foundation.ui.web.samples import DEPARTURES, ROWS


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name of the cycle", help_text="People see it in the Loss Review.")
    opens_on = forms.DateField(label="Opens on", widget=forms.DateInput(attrs={"type": "date"}))
    budget = forms.DecimalField(label="Budget", required=False)
    rule = forms.ChoiceField(
        label="What counts as gone",
        choices=[("rhythm", "Their own rhythm"), ("days", "A fixed number of days")],
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    channel = forms.ChoiceField(
        label="First contact",
        choices=[("call", "A call"), ("letter", "A letter"), ("none", "No contact")],
        widget=forms.RadioSelect,
    )
    holdout = forms.BooleanField(label="Keep a control group", required=False)
    file = forms.FileField(label="Sales file", required=False)


@dataclass(frozen=True)
class GalleryPage:
    """Values to show the components with."""

    form: SampleForm
    wrong: SampleForm
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    steps: tuple[Step, ...]
    pills: tuple[Pill, ...]
    tones: tuple[tuple[str, str], ...]
    icons: tuple[str, ...]
    lost: Money
    small: Money
    low: Money
    high: Money
    least: Money
    most: Money
    more: Decimal
    less: Decimal
    at: datetime
    people: tuple[str, ...]
    spark: tuple[int, ...]
    charts: dict[str, Drawing]


def sample() -> GalleryPage:
    """Fixed values, so that two pictures of the gallery can be compared."""
    return GalleryPage(
        form=SampleForm(initial={"name": "October", "channel": "call", "holdout": True}),
        wrong=SampleForm({"name": "", "opens_on": "31 February", "budget": "1,5,0", "rule": "rhythm"}),
        crumbs=(Crumb("Rescue cycles", "#"), Crumb("October", "#")),
        tabs=(
            Tab("Decisions", "#", current=True, count=184),
            Tab("Draw", "#", count=10),
            Tab("History", "#"),
        ),
        steps=(
            Step("Choose a file", "done", "#"),
            Step("Map the columns", "current", detail="9 of 11 recognised"),
            Step("Check", "ahead"),
            Step("Import", "ahead"),
        ),
        pills=(
            Pill("All", "#"),
            Pill("Worth a call", "#", current=True, remove="#"),
            Pill("Left for a competitor", "#", shared=True),
        ),
        tones=(
            ("good", "Returned"),
            ("warn", "Due today"),
            ("bad", "Declined"),
            ("info", "Drawn for an executive"),
            ("busy", "Waiting"),
            ("quiet", "Not pursued"),
        ),
        icons=tuple(sorted(ICONS)),
        lost=Money(Decimal("184250.40"), "GBP"),
        small=Money(Decimal("120.50"), "GBP"),
        low=Money(Decimal(80), "GBP"),
        high=Money(Decimal(170), "GBP"),
        least=Money(Decimal(151_000), "GBP"),
        most=Money(Decimal(212_000), "GBP"),
        more=Decimal("0.12"),
        less=Decimal("-0.08"),
        at=datetime(2026, 10, 14, 9, 35, tzinfo=UTC),
        people=("Ada Marlow", "Ben Okafor", "Cora Lindqvist", "Dev Patel", "Øyvind Ås"),
        spark=(14, 15, 13, 17, 12, 9, 8, 4, 5),
        charts=sample_charts(),
    )


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Everything on one page; `?toasts` shows the toasts as well."""
    page = sample()
    page.wrong.is_valid()
    if "toasts" in request.GET:
        say(request, "Harbour Café is now with Ada Marlow.", undo="/gallery/theme/")
        say(request, "The file could not be read.", tone=Tone.BAD)
        messages.info(request, "Two new departures arrived while you were reading.")
    return show(request, "ui/gallery/gallery.html", page, listing(request, DEPARTURES, ROWS, around(page)))


def around(page: GalleryPage) -> Around:
    """What stands around the sample table."""
    return Around(
        nothing=Nothing("No departures yet", "They are found by themselves after the first import."),
        views=page.pills,
        save_view="#",
        export=reverse("ui:gallery_export"),
        bulk=Bulk("#", [("letter", "Send a letter", "mail"), ("none", "Do not pursue", "ban")]),
    )


@require_GET
def gallery_export(request: HttpRequest) -> HttpResponseBase:
    """The sample table as a file."""
    state = TableState.parse(DEPARTURES, dict(request.GET.lists()))
    return export(request.GET.get("format", "csv"), state, ROWS, "departures")
