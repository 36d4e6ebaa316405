"""Saved views of lists, for any room: `pills` makes what `ui.listing.Around` shows."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotFound
from regain.foundation.people import policy
from regain.foundation.people.models import Person, SavedView
from regain.foundation.ui.parts import Pill


@dataclass(frozen=True)
class View:
    """A saved view, as a list shows it."""

    id: int
    title: str
    query: str
    is_shared: bool
    may_change: bool


def saved_views(*, by: Actor, list_name: str) -> tuple[View, ...]:
    """The views of a list that this person sees: their own first, then the shared ones."""
    if not isinstance(by, Person):
        return ()
    seen = SavedView.objects.filter(Q(owner=by) | Q(owner=None), list_name=list_name)
    ordered = sorted(seen, key=lambda view: (view.owner_id is None, view.title.casefold()))
    return tuple(
        View(
            id=view.pk,
            title=view.title,
            query=view.query,
            is_shared=view.owner_id is None,
            may_change=policy.may_change_view(by=by, view=view),
        )
        for view in ordered
    )


def saved_view(*, by: Actor, pk: int) -> SavedView:
    """A view this person sees. Raises NotFound, also for somebody else's own."""
    found = SavedView.objects.filter(pk=pk).first()
    if found is None or (found.owner_id is not None and by.key != f"person:{found.owner_id}"):
        raise NotFound(_("There is no such view."))
    return found


def pills(*, by: Actor, list_name: str, base: str, query: str) -> tuple[Pill, ...]:
    """The views of the list at `base` as pills; the one that shows `query` is current."""
    views = saved_views(by=by, list_name=list_name)
    if not views:
        return ()
    every = Pill(_("All"), base, current=not query)
    return (every, *(_pill(view, base=base, query=query) for view in views))


def _pill(view: View, *, base: str, query: str) -> Pill:
    return Pill(
        label=view.title,
        href=f"{base}?{view.query}",
        current=view.query == query,
        remove=reverse("people:view_removal", args=[view.id]) if view.may_change else "",
        shared=view.is_shared,
    )


def save_address(list_name: str) -> str:
    """Where a POST of `name`, `query` and `shared` keeps a view of this list."""
    return reverse("people:views", args=[list_name])
