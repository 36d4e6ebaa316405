"""Saved views of lists."""

from datetime import datetime

from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.people import policy
from regain.foundation.people.models import Person, SavedView
from regain.foundation.people.rules import names

LONGEST_TITLE = 80
LONGEST_QUERY = 2000


class ViewCannotBeSaved(Invalid):
    """Without a title nobody finds it; beyond a length it is not a view."""


class TitleIsTaken(Conflict):
    """Everybody sees a shared view of this title already."""


@verb("people.view_saved", allow=policy.is_oneself)
def save_view(
    *, by: Person, at: datetime, list_name: str, title: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a list as it is filtered and sorted; the same title again replaces the query."""
    title, query = names.normal_name(title), names.normal_query(query)
    if not title or not list_name or max(len(list_name), len(title)) > LONGEST_TITLE:
        raise ViewCannotBeSaved(_("Give the view a title of at most 80 characters."))
    if len(query) > LONGEST_QUERY:
        raise ViewCannotBeSaved(_("This view has too many filters to be saved."))
    kept = {"owner": None if is_shared else by, "list_name": list_name, "title": title}
    earlier = SavedView.objects.filter(**kept).first()
    if earlier is not None and not policy.may_change_view(by=by, view=earlier):
        raise _title_is_taken(title)
    view, _made = SavedView.objects.update_or_create(
        **kept,
        defaults={"query": query, "made_at": at},
        create_defaults={"query": query, "made_at": at, "made_by": by},
    )
    return view


@verb("people.view_shared", allow=policy.may_change_view)
def share_view(*, by: Person, at: datetime, view: SavedView) -> SavedView:
    """Show the view to everybody who sees the list."""
    taken = SavedView.objects.filter(owner=None, list_name=view.list_name, title=view.title)
    if taken.exclude(pk=view.pk).exists():
        raise _title_is_taken(view.title)
    view.owner = None
    view.save(update_fields=["owner"])
    return view


@verb("people.view_forgotten", allow=policy.may_change_view)
def forget_view(*, by: Person, at: datetime, view: SavedView) -> None:
    """Drop the view."""
    SavedView.objects.filter(pk=view.pk).delete()


def _title_is_taken(title: str) -> TitleIsTaken:
    return TitleIsTaken(_("There is a shared view “%(title)s” already.") % {"title": title})
