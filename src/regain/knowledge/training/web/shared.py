"""What several pages of this room share."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.table import TableSpec, TableState
from regain.foundation.people.queries.entrance import signed_in
from regain.foundation.people.queries.views import pills, save_address
from regain.foundation.ui.listing import Around, Nothing
from regain.foundation.ui.parts import Crumb, Tab


def number(text: str) -> int:
    """The id that was chosen; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def day(text: str) -> date | None:
    """The day that was chosen; none for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def around(request: HttpRequest, spec: TableSpec, nothing: Nothing, *, export: str = "") -> Around:
    """Saved views and the export of a list."""
    query = TableState.parse(spec, dict(request.GET.lists())).query(page=1).removeprefix("?")
    return Around(
        nothing=nothing,
        views=pills(by=signed_in(request), list_name=spec.name, base=request.path, query=query),
        save_view=save_address(spec.name),
        export=reverse(export) if export else "",
    )


def coaching_tabs(here: str) -> list[Tab]:
    """The three views of coaching."""
    pages = [
        ("coaching", _("To do")),
        ("said", _("About me")),
        ("items", _("All")),
    ]
    return [Tab(label, reverse(f"training:{name}"), current=name == here) for name, label in pages]


def practice_tabs(by: Actor, here: str) -> list[Tab]:
    """The parts of practice this person may open."""
    pages = [
        ("practices", _("Practice calls"), "training.practise"),
        ("certificates", _("Certificates"), "training.certify"),
        ("scenarios", _("Scenarios"), "training.write_scenarios"),
    ]
    held = [(name, label) for name, label, permission in pages if by.may(permission)]
    return [Tab(label, reverse(f"training:{name}"), current=name == here) for name, label in held]


def up(name: str, label: str) -> list[Crumb]:
    """The page above."""
    return [Crumb(label, reverse(f"training:{name}"))]
