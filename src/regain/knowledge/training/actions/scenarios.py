"""Write, change and retire practice calls."""

import re
import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.training import policy
from regain.knowledge.training.actions.shared import shipped_row
from regain.knowledge.training.models import Scenario
from regain.knowledge.training.queries import scenarios as queries
from regain.knowledge.training.queries import words
from regain.knowledge.training.rules import sheet as rules
from regain.knowledge.training.rules.sheet import Sheet


class ScenarioIncomplete(Invalid):
    """Nobody could play this customer."""


class ChangedMeanwhile(Conflict):
    """Somebody else wrote a newer version."""


class AlreadySo(Conflict):
    """It is as asked already."""


@verb("training.scenario_written", allow=policy.may_write)
def write_scenario(*, by: Actor, at: datetime, sheet: Sheet, key: str = "", version: int = 0) -> Scenario:
    """Write a new scenario, or the next version of `key`, which was at `version` when it was read.

    Raises ScenarioIncomplete, NotFound, ChangedMeanwhile.
    """
    lacks = rules.missing(sheet)
    if lacks:
        raise ScenarioIncomplete(_("The scenario still needs %(what)s.") % {"what": words.FIELDS[lacks]})
    if not key:
        return _insert(sheet, key=_new_key(sheet.title), version=1, by=by, at=at)
    shipped_row(key=key, at=at)
    current = Scenario.objects.select_for_update().get(key=key, replaced_at=None)
    if version != current.version:
        raise ChangedMeanwhile(
            _("%(name)s wrote a newer version meanwhile. Open it again and make your change there.")
            % {"name": current.made_by}
        )
    current.replaced_at = at
    current.save(update_fields=["replaced_at"])
    return _insert(sheet, key=key, version=current.version + 1, by=by, at=at)


@verb("training.scenario_retired", allow=policy.may_write)
def retire_scenario(*, by: Actor, at: datetime, key: str) -> Scenario:
    """Let nobody begin it any more; what was practised stays. Raises NotFound, AlreadySo."""
    row = _held(key, at=at)
    if row.retired_at is not None:
        raise AlreadySo(_("This scenario is retired already."))
    row.retired_at, row.retired_by = at, by.name
    row.save(update_fields=["retired_at", "retired_by"])
    return row


@verb("training.scenario_brought_back", allow=policy.may_write)
def bring_back_scenario(*, by: Actor, at: datetime, key: str) -> Scenario:
    """Let people practise it again. Raises NotFound, AlreadySo."""
    row = _held(key, at=at)
    if row.retired_at is None:
        raise AlreadySo(_("This scenario is in use already."))
    row.retired_at, row.retired_by = None, ""
    row.save(update_fields=["retired_at", "retired_by"])
    return row


def _held(key: str, *, at: datetime) -> Scenario:
    queries.scenario(key)
    shipped_row(key=key, at=at)
    return Scenario.objects.select_for_update().get(key=key, replaced_at=None)


def _insert(sheet: Sheet, *, key: str, version: int, by: Actor, at: datetime) -> Scenario:
    try:
        with transaction.atomic():
            return Scenario.objects.create(
                key=key,
                version=version,
                title=sheet.title.strip()[: rules.LONGEST_TITLE],
                trade=sheet.trade.strip()[: rules.LONGEST_TITLE],
                facts=sheet.facts.strip()[: rules.LONGEST],
                who=sheet.who.strip()[: rules.LONGEST],
                opens=sheet.opens.strip()[: rules.LONGEST],
                behind=sheet.behind.strip()[: rules.LONGEST],
                answers={
                    step.value: said.strip()[: rules.LONGEST] for step, said in sheet.answers.items() if said.strip()
                },
                good=[each.strip()[: rules.LONGEST] for each in sheet.good],
                fails=[each.strip()[: rules.LONGEST] for each in sheet.fails],
                steps=[step.value for step in sheet.steps],
                made_at=at,
                made_by=by.name,
            )
    except IntegrityError:
        raise ChangedMeanwhile(_("Somebody else has just written this scenario. Look at theirs first.")) from None


def _new_key(title: str) -> str:
    """A readable name for its address that no other scenario has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "scenario"
    taken = set(queries.current()) | set(Scenario.objects.values_list("key", flat=True))
    return next(
        key for number in range(1, len(taken) + 2) if (key := stem if number == 1 else f"{stem}-{number}") not in taken
    )
