"""Verb: the one way state changes. It checks, opens the transaction, runs, writes the trail, tells.

A verb is a keyword-only function with `by` (who) and `at` (when). Pages, the API, jobs and the command
line call the same verbs, so a permission check or an audit entry cannot be forgotten.
"""

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from django.db import models, transaction

from regain.foundation.audit.models import Entry
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import NotAllowed
from regain.foundation.kit.events import collecting, deliver

Params = ParamSpec("Params")
Answer = TypeVar("Answer")

SECRET = frozenset({"password", "points", "token", "secret", "unsubscribe", "url"})
SAID = frozenset({"about", "agreed", "base", "call_me_at", "moment", "notes", "quote", "requirement", "said"}) | {
    "sentence", "subject", "text", "to", "wanted", "what", "words",
}  # fmt: skip
"""What somebody said or wrote, and to whom. It stays where it belongs and can be erased there; the trail never is."""


@dataclass(frozen=True)
class Registered:
    """A verb by name, for the generated reference and the tests that every verb is audited."""

    name: str
    function: Callable[..., Any]


VERBS: dict[str, Registered] = {}


def verb(
    name: str, *, allow: Callable[..., bool], on_files: bool = False
) -> Callable[[Callable[Params, Answer]], Callable[Params, Answer]]:
    """Make a function a verb called `name`, for those `allow(by=…, **what the verb takes)` lets.

    A verb `on_files` works on the lake for minutes and changes no row: it runs before the transaction that
    writes its entry, so that nobody's database waits. Raises TypeError at import if the function takes
    positional arguments or lacks `by` and `at`.
    """

    def decorate(function: Callable[Params, Answer]) -> Callable[Params, Answer]:
        _check_shape(function)

        @wraps(function)
        def act(*args: Params.args, **kwargs: Params.kwargs) -> Answer:
            given = cast("dict[str, Any]", kwargs)
            by = cast("Actor", given["by"])
            if not allow(**given):
                raise NotAllowed(f"{by.name} may not do this. Ask an administrator for the right.")
            with collecting() as events, nullcontext() if on_files else transaction.atomic():
                answer = function(*args, **kwargs)
                with transaction.atomic():
                    _write_entry(name, given, answer)
                    deliver(events)
            return answer

        VERBS[name] = Registered(name, act)
        return act

    return decorate


def _write_entry(name: str, given: dict[str, Any], answer: object) -> None:
    by = cast("Actor", given["by"])
    Entry.objects.create(
        at=cast("datetime", given["at"]),
        verb=name,
        actor=by.key,
        actor_name=by.name,
        subject=_subject(given, answer),
        details=_details(given),
    )


def _check_shape(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    loose = [p.name for p in parameters.values() if p.kind is not p.KEYWORD_ONLY]
    if loose or not {"by", "at"} <= set(parameters):
        raise TypeError(f"{function.__qualname__} is a verb: keyword-only, with by= and at=.")


def _subject(given: dict[str, Any], answer: object) -> str:
    """What was changed: the row the verb returned, or the first row it was given."""
    rows = [answer, *(value for key, value in given.items() if key != "by")]
    return next((_row_name(row) for row in rows if isinstance(row, models.Model)), "")


def _row_name(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _details(given: dict[str, Any]) -> dict[str, Any]:
    told = ((key, value) for key, value in given.items() if key not in {"by", "at"})
    return {key: "…" if key in SECRET | SAID else _plain(value) for key, value in told}


def _plain(value: object) -> Any:
    """A value as JSON can hold it, short."""
    match value:
        case models.Model():
            return _row_name(value)
        case Enum():
            return value.value
        case bool() | int() | None:
            return value
        case str():
            return value[:500]
        case Decimal() | float() | Path():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in list(value)[:50]]
        case _:
            return type(value).__name__
