"""The buttons of an issue's page: each calls one verb, says what it did, and how to undo it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Invalid
from regain.meetings.lossreview.actions import covering, factors, issues, joining, linking, remarking, watching
from regain.meetings.lossreview.queries.factor_words import limits_in_words
from regain.meetings.lossreview.queries.issues import issue_row, person_row
from regain.meetings.lossreview.rules.priority import Name
from regain.meetings.lossreview.web.sent import day_from, number_from

Done = tuple[str, str]
"""A sentence, and the query that undoes it; empty where nothing does."""


class UnknownAct(Invalid):
    """No such button."""


@dataclass(frozen=True)
class Asked:
    """A press of a button."""

    row: Any
    by: Actor
    at: datetime
    sent: Mapping[str, str]

    def text(self, name: str) -> str:
        """What a field holds."""
        return self.sent.get(name, "")

    def number(self, name: str) -> int:
        """The number a field holds. Raises Invalid."""
        found = number_from(self.text(name))
        if found is None:
            raise Invalid(_("Choose one from the list."))
        return found


def act(*, row: Any, by: Actor, at: datetime, sent: Mapping[str, str]) -> Done:
    """Do what `do` names. Raises UnknownAct and what the verb raises."""
    doing = ACTS.get(sent.get("do", ""))
    if doing is None:
        raise UnknownAct(_("Choose one of the buttons."))
    return doing(Asked(row, by, at, sent))


def _describe(asked: Asked) -> Done:
    title, words, base = asked.text("title"), asked.text("words"), asked.sent.get("base")
    issues.describe_issue(by=asked.by, at=asked.at, issue=asked.row, title=title, words=words, base=base)
    return _("Saved."), ""


def _assign(asked: Asked) -> Done:
    owner, due_on = person_row(asked.number("owner")), day_from(asked.text("due_on"))
    issues.assign_issue(by=asked.by, at=asked.at, issue=asked.row, owner=owner, due_on=due_on)
    return _("%(name)s answers for it and is told.") % {"name": owner.name}, ""


def _cover(asked: Asked) -> Done:
    reason = asked.number("reason")
    covering.cover_reason(by=asked.by, at=asked.at, issue=asked.row, reason=reason)
    return _("Everything lost for this reason falls to it now."), _query("uncover", reason=reason)


def _uncover(asked: Asked) -> Done:
    reason = asked.number("reason")
    covering.uncover_reason(by=asked.by, at=asked.at, issue=asked.row, reason=reason)
    return _("The reason falls to no issue now."), _query("cover", reason=reason)


def _unplace(asked: Asked) -> Done:
    covering.take_placement_back(
        by=asked.by,
        at=asked.at,
        issue=asked.row,
        reason=asked.number("reason"),
        customer=asked.text("customer"),
        left_on=day_from(asked.text("left_on")),
    )
    return _("It falls where its reason falls again."), ""


def _merge(asked: Asked) -> Done:
    into = issue_row(asked.number("into"), asked.by)
    joining.merge_issue(by=asked.by, at=asked.at, issue=asked.row, into=into)
    return _("Merged into “%(title)s”.") % {"title": into.title}, _query("separate")


def _separate(asked: Asked) -> Done:
    joining.separate_issue(by=asked.by, at=asked.at, issue=asked.row)
    return _("It is an issue of its own again."), ""


def _aside(asked: Asked) -> Done:
    issues.set_issue_aside(by=asked.by, at=asked.at, issue=asked.row, because=asked.text("because"))
    return _("Set aside, with the reason."), _query("up")


def _up(asked: Asked) -> Done:
    issues.take_issue_up(by=asked.by, at=asked.at, issue=asked.row)
    return _("It counts again."), ""


def _factor(asked: Asked) -> Done:
    name = _name(asked)
    value = _value(name, asked.text("value"))
    factors.set_factor(by=asked.by, at=asked.at, issue=asked.row, name=name, value=value, because=asked.text("because"))
    return _("Set, with the reason."), _query("clear", name=name.value)


def _clear(asked: Asked) -> Done:
    factors.clear_factor(by=asked.by, at=asked.at, issue=asked.row, name=_name(asked))
    return _("The records count again."), ""


def _watch(asked: Asked) -> Done:
    person = person_row(asked.number("person")) if asked.text("person") else None
    watching.watch_issue(by=asked.by, at=asked.at, issue=asked.row, person=person)
    if person is not None:
        return _("%(name)s hears of every move now.") % {"name": person.name}, _query("unwatch", person=person.pk)
    return _("You hear of every move now."), _query("unwatch")


def _unwatch(asked: Asked) -> Done:
    person = person_row(asked.number("person")) if asked.text("person") else None
    watching.unwatch_issue(by=asked.by, at=asked.at, issue=asked.row, person=person)
    return _("No more mails about it."), _query("watch") if person is None else ""


def _comment(asked: Asked) -> Done:
    remarking.comment(by=asked.by, at=asked.at, issue=asked.row, words=asked.text("words"))
    return _("Added."), ""


def _link(asked: Asked) -> Done:
    need = asked.number("need")
    linking.link_need(by=asked.by, at=asked.at, issue=asked.row, need=need)
    return _("Whoever asked for it is told when the issue is fixed."), _query("unlink", need=need)


def _unlink(asked: Asked) -> Done:
    need = asked.number("need")
    linking.unlink_need(by=asked.by, at=asked.at, issue=asked.row, need=need)
    return _("Taken off."), _query("link", need=need)


def _name(asked: Asked) -> Name:
    try:
        return Name(asked.text("name"))
    except ValueError:
        raise UnknownAct(_("Choose one of the four factors.")) from None


def _value(name: Name, text: str) -> Decimal:
    """The number as it counts; shares are typed as percents."""
    try:
        typed = Decimal(text.replace(",", "").replace("%", "").strip())
    except InvalidOperation:
        raise Invalid(limits_in_words(name)) from None
    return typed / 100 if name in {Name.RECURRENCE, Name.CONTROL} else typed


def _query(do: str, **values: str | int) -> str:
    return "?" + urlencode([("do", do), *values.items()])


ACTS: Final[Mapping[str, Callable[[Asked], Done]]] = {
    "describe": _describe,
    "assign": _assign,
    "cover": _cover,
    "uncover": _uncover,
    "unplace": _unplace,
    "merge": _merge,
    "separate": _separate,
    "aside": _aside,
    "up": _up,
    "factor": _factor,
    "clear": _clear,
    "watch": _watch,
    "unwatch": _unwatch,
    "comment": _comment,
    "link": _link,
    "unlink": _unlink,
}
