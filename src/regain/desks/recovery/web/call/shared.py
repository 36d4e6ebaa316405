"""What every form of a call needs: the call, where to go next, and refusals that keep one in it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from regain.desks.recovery.rules.calls import Field
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.ui.screen import wants_fragment
from regain.foundation.ui.toasts import Tone, say
from regain.knowledge.playbook.rules.steps import Step

Given = ParamSpec("Given")
Door = Callable[Concatenate[HttpRequest, int, Given], HttpResponse]


class NotReadable(Invalid):
    """A form that was not filled in by our page."""


def in_the_call(door: Door[Given]) -> Door[Given]:
    """Turn what cannot be done into a sentence on the page of the call; the form that was sent comes back to it."""

    def kindly(request: HttpRequest, call_id: int, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        try:
            return door(request, call_id, *args, **kwargs)
        except (Invalid, Conflict) as refused:
            if wants_fragment(request):
                raise
            say(request, refused.sentence, tone=Tone.WARN)
            return redirect("recovery:call", call_id=call_id)

    update_wrapper(kindly, door)
    return cast("Door[Given]", kindly)


def back(call_id: int) -> HttpResponse:
    """The page of the call, wherever it stands now."""
    return redirect("recovery:call", call_id=call_id)


def number(text: str | None) -> int | None:
    """A whole number, or none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def version(form: QueryDict, field: Field) -> int:
    """The version of a field the page was written over."""
    return number(form.get(f"{field}_version", "")) or 0


def writings(form: QueryDict) -> tuple[Writing, ...]:
    """Every field of the call the form brought along."""
    return tuple(Writing(field, str(form[field.value]), version(form, field)) for field in Field if field.value in form)


def step(text: str | None) -> Step | None:
    """The step a button names; none stays. Raises NotReadable."""
    if not text:
        return None
    if text not in set(Step):
        raise NotReadable(_("There is no such step."))
    return Step(text)
