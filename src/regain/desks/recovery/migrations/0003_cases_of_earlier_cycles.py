"""Cycles that were approved before there were cases get theirs, once, while the database is brought up to date."""

from django.db import migrations

AT_ONCE = 2_000
CALLED = ("executive", "team")


def open_cases(apps, schema_editor):
    """A case for every call of an approved cycle, the newest cycle first: a customer is in one open case."""
    Cycle, Case = apps.get_model("recovery", "Cycle"), apps.get_model("recovery", "Case")
    in_work = set()
    for cycle in Cycle.objects.filter(approved_at__isnull=False).order_by("-until_on", "-from_on"):
        rows = cycle.decisions.filter(kind__in=CALLED, is_recoverable=True, case__isnull=True).order_by("pk")
        cases = []
        for row in rows.iterator(chunk_size=AT_ONCE):
            if row.customer not in in_work:
                in_work.add(row.customer)
                cases.append(case_of(Case, row, cycle))
        Case.objects.bulk_create(cases, batch_size=AT_ONCE)


def case_of(Case, row, cycle):
    """The case as approving the cycle today would open it."""
    return Case(
        decision=row,
        customer=row.customer,
        name=row.name,
        country=row.country,
        left_on=row.left_on,
        kind=row.kind,
        rank=row.rank,
        currency=cycle.currency,
        value_lost=row.value_lost,
        maximum_spend=row.maximum_spend,
        owner_id=row.assigned_to_id,
        opened_at=cycle.approved_at,
        opened_by=cycle.approved_by,
        next_kind="call",
        next_at=cycle.approved_at,
    )


class Migration(migrations.Migration):
    """No way back is needed: the cases go with their table."""

    dependencies = [("recovery", "0002_cases")]

    operations = [migrations.RunPython(open_cases, migrations.RunPython.noop)]
