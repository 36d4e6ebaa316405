"""The mappings that are kept: rename one, forget one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.http import actor_of
from regain.foundation.ui.screen import screen
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.warehouse.actions import mappings as verbs
from regain.knowledge.warehouse.queries import wizard
from regain.knowledge.warehouse.queries.finding import mapping_row


def mappings(request: HttpRequest) -> HttpResponse:
    """Every saved mapping."""
    return screen(request, "warehouse/mappings.html", wizard.saved_mappings(), up=wizard.up())


def renaming(request: HttpRequest, mapping_id: int) -> HttpResponse:
    """Give one another name."""
    saved = mapping_row(mapping_id)
    try:
        kept = verbs.rename_mapping(
            by=actor_of(request), at=clock.now(), saved=saved, name=request.POST.get("name", "")
        )
    except Refused as refusal:
        say(request, refusal.sentence, tone=Tone.BAD)
    else:
        say(request, _("It is called “%(name)s” now.") % {"name": kept.name})
    return redirect("warehouse:mappings")


def forgetting(request: HttpRequest, mapping_id: int) -> HttpResponse:
    """Forget one."""
    saved = mapping_row(mapping_id)
    name = verbs.forget_mapping(by=actor_of(request), at=clock.now(), kind=saved.kind, name=saved.name)
    say(request, _("“%(name)s” is forgotten. Imports done with it stay as they are.") % {"name": name})
    return redirect("warehouse:mappings")
