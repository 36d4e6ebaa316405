"""Cycles that were approved before there were cases get theirs when the database is brought up to date."""

from importlib import import_module

import pytest
from django.apps import apps

from regain.desks.recovery import actions
from regain.desks.recovery.models import Case, Cycle
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.story import AT, draft, later, one
from tests.cast import Cast

pytestmark = pytest.mark.django_db

open_cases = import_module("regain.desks.recovery.migrations.0003_cases_of_earlier_cycles").open_cases


def test_an_approved_cycle_gets_its_cases_once_and_a_draft_none(cast: Cast, cycle: Cycle) -> None:
    actions.assign_executive(by=cast.dev, at=AT, decision=one(cycle, Kind.EXECUTIVE), person=cast.ada)
    Cycle.objects.filter(pk=cycle.pk).update(approved_at=AT, approved_by="Dev Patel")
    draft(cast.dev, later(crowd(40)), name="2011-11")

    open_cases(apps, None)
    open_cases(apps, None)

    called = cycle.decisions.filter(kind__in=[Kind.EXECUTIVE, Kind.TEAM])
    assert set(Case.objects.values_list("decision", flat=True)) == set(called.values_list("pk", flat=True))
    case = Case.objects.get(decision=one(cycle, Kind.EXECUTIVE))
    assert (case.owner, case.opened_by, case.next_at) == (cast.ada, "Dev Patel", AT)


def test_a_customer_of_two_cycles_gets_the_case_of_the_newer(cast: Cast) -> None:
    older, newer = draft(cast.dev, crowd(60)), draft(cast.dev, later(crowd(60)), name="2011-10")
    Cycle.objects.update(approved_at=AT, approved_by="Dev Patel")

    open_cases(apps, None)

    both = set(Case.objects.filter(decision__cycle=older).values_list("customer", flat=True))
    assert both.isdisjoint(Case.objects.filter(decision__cycle=newer).values_list("customer", flat=True))
    assert (
        Case.objects.filter(decision__cycle=newer).count()
        == newer.decisions.filter(kind__in=[Kind.EXECUTIVE, Kind.TEAM]).count()
    )
