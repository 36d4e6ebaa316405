"""What people say about a file: which one, what for, and how it is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from regain.foundation.kit.errors import Invalid
from regain.knowledge.warehouse.rules.catalogue import KINDS
from regain.knowledge.warehouse.rules.guess import DATES
from regain.knowledge.warehouse.rules.mapping import Format

DELIMITERS: Final = {"comma": "", "semicolon": ";", "tab": "\t", "pipe": "|", "spaces": " "}
THOUSANDS: Final = {
    "none": "",
    "comma": ",",
    "point": ".",
    "space": " ",
    "apostrophe": "'",
    "curly": "’",
    "hard": "\u00a0",
    "narrow": "\u202f",
}
WRITTEN: Final = {
    "iso": _("2026-12-31 (year-month-day)"),
    "dd.mm.yyyy": _("31.12.2026 (day.month.year)"),
    "dd/mm/yyyy": _("31/12/2026 (day/month/year)"),
    "mm/dd/yyyy": _("12/31/2026 (month/day/year)"),
    "dd-mm-yyyy": _("31-12-2026 (day-month-year)"),
    "mm-dd-yyyy": _("12-31-2026 (month-day-year)"),
    "yyyy/mm/dd": _("2026/12/31 (year/month/day)"),
    "yyyymmdd": _("20261231 (year month day)"),
    "dd.mm.yy": _("31.12.26 (day.month.year)"),
    "dd/mm/yy": _("31/12/26 (day/month/year)"),
    "mm/dd/yy": _("12/31/26 (month/day/year)"),
}
ENCODINGS: Final = {
    "utf-8": _("UTF-8 (the usual one)"),
    "cp1252": _("Windows, Western Europe (cp1252)"),
    "iso-8859-15": _("Latin 9 (iso-8859-15)"),
    "cp1250": _("Windows, Central Europe (cp1250)"),
    "cp1251": _("Windows, Cyrillic (cp1251)"),
    "utf-16": _("UTF-16 (“Unicode text” of Excel)"),
    "cp850": _("DOS, Western Europe (cp850)"),
    "mac-roman": _("Macintosh (mac-roman)"),
}
OTHER: Final = "other"


def kind_field() -> forms.ChoiceField:
    """What the file holds."""
    return forms.ChoiceField(
        label=_("What it holds"),
        choices=[(name, kind.title) for name, kind in KINDS.items()],
        error_messages={"required": _("Say what the file holds."), "invalid_choice": _("Say what the file holds.")},
    )


class Choose(forms.Form):
    """A file and what it holds."""

    kind = kind_field()
    file = forms.FileField(
        label=_("File"),
        max_length=None,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first."), "missing": _("Choose a file first.")},
    )


class Database(forms.Form):
    """A table and where it is."""

    kind = kind_field()
    url = forms.CharField(
        label=_("Address of the database"),
        help_text=_(
            "As SQLAlchemy writes it: postgresql://name:password@server/database. It is used for this import only,"
            " never shown again, and removed afterwards."
        ),
        max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    table = forms.CharField(
        label=_("Table, or one SELECT"),
        help_text=_("It is only read; nothing is ever written there."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("What to call it"),
        help_text=_("Under this name later editions are recognised. By default, the table's name."),
        required=False,
        max_length=120,
    )


class Name(forms.Form):
    """A mapping's name."""

    name = forms.CharField(label=_("Name"), max_length=80)


class Written(forms.Form):
    """How a file is written. Choices that do not fit a source are left out."""

    delimiter = forms.ChoiceField(
        label=_("Columns are separated by"),
        choices=[
            ("comma", _("a comma ,")),
            ("semicolon", _("a semicolon ;")),
            ("tab", _("a tab")),
            ("pipe", _("a bar |")),
            ("spaces", _("spaces")),
        ],
    )
    header = forms.BooleanField(label=_("The first line holds the names of the columns"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"))
    dates = forms.ChoiceField(label=_("Dates are written"))
    dates_other = forms.CharField(
        label=_("Another way to write dates"),
        help_text=_("Such as dd.mm.yyyy hh:mm or %d %b %Y."),
        required=False,
        max_length=40,
    )
    decimal = forms.ChoiceField(
        label=_("Decimal mark"), choices=[(".", _("a point: 12.50")), (",", _("a comma: 12,50"))]
    )
    thousands = forms.ChoiceField(
        label=_("Thousands mark"),
        choices=[
            ("none", _("none: 1234")),
            ("comma", _("a comma: 1,234")),
            ("point", _("a point: 1.234")),
            ("space", _("a space: 1 234")),
            ("apostrophe", _("an apostrophe: 1'234")),
            ("curly", _("a curly apostrophe: 1’234")),
            ("hard", _("a hard space: 1 234")),
            ("narrow", _("a narrow space: 1 234")),
        ],
    )
    symbol = forms.CharField(
        label=_("Currency sign to ignore"), help_text=_("Such as € or $, if it stands beside amounts."),
        required=False, max_length=8,
    )  # fmt: skip
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        error_messages={"required": _("Say the currency the company counts in, such as EUR.")},
        max_length=3,
        widget=forms.TextInput(attrs={"list": "currencies", "autocapitalize": "characters", "autocomplete": "off"}),
    )
    zone = forms.CharField(
        label=_("Time zone"), required=False, max_length=64,
        error_messages={"required": _("Say the company's time zone, such as Europe/London.")},
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, sheets: Sequence[str] = (), is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self.initial.get("encoding", "utf-8"))
        encodings = dict(ENCODINGS) if kept in ENCODINGS else {kept: kept, **ENCODINGS}
        _choices(self, "encoding", list(encodings.items()))
        _choices(self, "sheet", [("", _("the first one")), *((name, name) for name in sheets)])
        mark_fitting(self, ())
        self.fields["currency"].required = self.fields["zone"].required = is_open
        for name, field in self.fields.items():
            sent = not self.is_bound or name in self.data or name in {"currency", "zone"}
            field.required = field.required and sent

    def clean_dates_other(self) -> str:
        """A format of one's own must be understood."""
        words: str = self.cleaned_data["dates_other"]
        return _checked(words, dates=words) if self.data.get("dates") == OTHER else ""

    def clean_currency(self) -> str:
        """Three letters."""
        code: str = self.cleaned_data["currency"].upper()
        return _checked(code, currency=code)

    def clean_zone(self) -> str:
        """A zone the house knows."""
        name: str = self.cleaned_data["zone"].strip()
        return _checked(name, zone=name)

    def clean(self) -> dict[str, Any]:
        """Two marks that are the same cannot be told apart."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("decimal") == THOUSANDS.get(told.get("thousands") or "none"):
            self.add_error("thousands", _("The decimal mark and the thousands mark must differ."))
        if told.get("dates") == OTHER and not told.get("dates_other") and "dates_other" not in self.errors:
            self.add_error("dates_other", _("Say how the dates are written."))
        return told

    def format(self) -> Format:
        """What was said, as far as it can be used."""
        told = getattr(self, "cleaned_data", {})
        usual = Format()
        form = Format(
            delimiter=DELIMITERS.get(told.get("delimiter") or "comma", ""),
            header=bool(told.get("header", False)),
            dates=(told.get("dates_other") if told.get("dates") == OTHER else told.get("dates")) or usual.dates,
            decimal=told.get("decimal") or usual.decimal,
            symbol=told.get("symbol", ""),
            zone=told.get("zone", ""),
            currency=told.get("currency", ""),
            encoding=told.get("encoding") or usual.encoding,
            sheet=told.get("sheet", ""),
        )
        return replace(form, thousands=THOUSANDS[told["thousands"]]) if told.get("thousands") else form


def written(form: Format) -> dict[str, Any]:
    """A format as the form's first values."""
    marks = {mark: name for name, mark in DELIMITERS.items()} | {",": "comma"}
    groups = {mark: name for name, mark in THOUSANDS.items()}
    known = form.dates in WRITTEN
    return {
        "delimiter": marks.get(form.delimiter, "comma"),
        "header": form.header,
        "dates": form.dates if known else OTHER,
        "dates_other": "" if known else form.dates,
        "decimal": form.decimal,
        "thousands": groups.get(form.thousands, "none"),
        "symbol": form.symbol,
        "zone": form.zone,
        "currency": form.currency,
        "encoding": form.encoding,
        "sheet": form.sheet,
    }


def mark_fitting(form: forms.Form, fits: Sequence[str]) -> None:
    """Say beside each way to write dates whether all of the first dates are written so."""
    dates = [(name, f"✓ {WRITTEN[name]}" if name in fits else WRITTEN[name]) for name in DATES]
    _choices(form, "dates", [*dates, (OTHER, _("in another way"))])


def other_ways(form: forms.Form, fits: Sequence[str]) -> Sequence[object]:
    """The ways in which all of the first dates could be read, when the chosen one is not among them."""
    chosen = form["dates"].value()
    return [] if chosen in fits else [WRITTEN[name] for name in fits]


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _checked(value: str, **setting: str) -> str:
    try:
        Format(**setting)  # type: ignore[arg-type]
    except Invalid as refusal:
        raise forms.ValidationError(refusal.sentence) from refusal
    return value
