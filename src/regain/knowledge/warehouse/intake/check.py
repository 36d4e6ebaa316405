"""Check one chunk: from the raw table to staged Parquet by bucket, and the rejected lines with their reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from regain.knowledge.warehouse.intake.lookups import offer_company, offer_local
from regain.knowledge.warehouse.intake.plan import Plan, cell
from regain.knowledge.warehouse.intake.typed import STORED, half_even, times, typed
from regain.knowledge.warehouse.lake.buckets import bucket_sql
from regain.knowledge.warehouse.lake.engine import Connection
from regain.knowledge.warehouse.rules.catalogue import Field
from regain.knowledge.warehouse.rules.tables import TABLES
from regain.knowledge.warehouse.sql import Sql, compose, identifier, listing, literal, query


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks need to know besides the file: the company, the present, the import's number."""

    currency: str
    zone: str
    at: datetime
    import_no: int
    buckets: int


def judge(connection: Connection, plan: Plan, context: Context) -> None:
    """Make the table `judged` of the table `raw`: the fact table's columns, and `reason` (NULL: the line counts)."""
    connection.execute(compose("CREATE OR REPLACE TEMP TABLE typed AS $text", text=typed(plan)))
    moments = [field for field in plan.kind.fields if field.type == "moment"]
    for moment in moments:
        _date(connection, moment, plan, context)
    names = {field.name for field in plan.kind.fields}
    if "currency" in names and plan.kind.name != "rates":
        day = Sql("day" if moments else "started_on")
        parts = {"day": day, "lines": Sql("dated" if moments else "typed"), **_money(plan, context)}
        connection.execute(compose("CREATE OR REPLACE TEMP TABLE rate_days AS $text", text=query("rate_days", **parts)))
    text = query(f"check_{plan.kind.name}", **_parts(plan, context))
    connection.execute(compose("CREATE OR REPLACE TEMP TABLE judged AS $text", text=text))


def stage(connection: Connection, plan: Plan, context: Context, folder: Path) -> int:
    """Write the lines of `judged` that count to `folder`/bucket=…/ and give their number."""
    spec = TABLES[plan.kind.name]
    bucket = bucket_sql(identifier(spec.owner), context.buckets) if spec.owner else Sql("0")
    columns = listing(identifier(name) for name in spec.names)
    text = compose(
        "COPY (SELECT $columns, $bucket AS bucket FROM judged WHERE reason IS NULL) TO $folder"
        " (FORMAT parquet, PARTITION_BY (bucket), COMPRESSION snappy)",
        columns=columns,
        bucket=bucket,
        folder=literal(str(folder)),
    )
    row = connection.execute(text).fetchone()
    return int(row[0]) if row else 0


def reject(connection: Connection, plan: Plan, sentences: Mapping[str, str], path: Path) -> dict[str, int]:
    """Write the lines that do not count to a CSV file (line, reason, the original columns); count them by reason."""
    rows = connection.execute("SELECT reason, count(*) FROM judged WHERE reason IS NOT NULL GROUP BY reason").fetchall()
    counts = {str(code): int(count) for code, count in rows}
    if not counts:
        return {}
    said = listing((compose("WHEN $c THEN $s", c=literal(code), s=literal(sentences[code])) for code in counts), " ")
    cells = listing(compose("CAST(raw.$c AS VARCHAR) AS $c", c=cell(place)) for place in range(len(plan.columns)))
    text = query("rejected", said=said, cells=cells)
    target = compose("COPY ($rows) TO $path (FORMAT csv, HEADER false)", rows=text, path=literal(str(path)))
    connection.execute(target)
    return counts


def _date(connection: Connection, moment: Field, plan: Plan, context: Context) -> None:
    zone = plan.format.zone or context.zone
    parts = {name: identifier(f"{moment.name}_{name}") for name in ("local", "shift", "bare")}
    offer_local(connection, zone, parts["local"])
    connection.execute(compose("CREATE OR REPLACE TEMP TABLE placed AS $text", text=query("placed", **parts)))
    offer_company(connection, context.zone)
    same = Sql("true" if zone == context.zone else "false")
    text = query("dated", same=same, **parts)
    connection.execute(compose("CREATE OR REPLACE TEMP VIEW dated AS $text", text=text))


def _parts(plan: Plan, context: Context) -> dict[str, Sql]:
    latest = (context.at.astimezone(UTC) + timedelta(days=1)).replace(tzinfo=None)
    return {
        **_money(plan, context),
        "line_amount": times(*(Sql(name) for name in ("unit_price", "quantity", "unit_price_short", "quantity_short"))),
        "line_cost": times(*(Sql(name) for name in ("unit_cost", "quantity", "unit_cost_short", "quantity_short"))),
        "converted_amount": half_even(Sql("(amount_original * rate)"), 4),
        "converted_cost": half_even(Sql("(cost_original * rate)"), 4),
        "fingerprint": _fingerprint(plan),
        "defects": compose("coalesce($told)", told=listing(_told(field) for field in plan.kind.fields)),
        "import_no": literal(context.import_no),
        "latest": compose("TIMESTAMP $at", at=literal(latest.isoformat(" "))),
    }


def _money(plan: Plan, context: Context) -> dict[str, Sql]:
    return {"company": literal(context.currency), "currency": literal(plan.format.currency or context.currency)}


def _told(field: Field) -> Sql:
    return compose("$code || $defect", code=literal(f"{field.name}:"), defect=identifier(f"{field.name}_defect"))


def _fingerprint(plan: Plan) -> Sql:
    """The text that makes two lines the same: every field as understood, and the columns no field uses as they are."""
    parts = [_canonical(field) for field in plan.kind.fields]
    return compose("concat($parts, rest)", parts=listing(parts, ", chr(31), "))


def _canonical(field: Field) -> Sql:
    if field.type == "moment":
        return Sql("epoch_us(utc)")
    if field.name == "currency" and field.required is False:
        return Sql("money")
    if field.type in STORED:
        return compose(
            "coalesce(CAST($s AS VARCHAR), CAST($v AS VARCHAR))",
            s=identifier(f"{field.name}_short"),
            v=identifier(field.name),
        )
    return identifier(field.name)
