"""What comes of an import: its result, its record in the snapshot, the snapshot itself."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

from regain.foundation.kit.errors import Refused
from regain.knowledge.warehouse.intake.bucket import Order
from regain.knowledge.warehouse.intake.job import Company
from regain.knowledge.warehouse.intake.rejected import gather
from regain.knowledge.warehouse.lake.engine import connect
from regain.knowledge.warehouse.lake.snapshot import Part, Snapshot, TableState
from regain.knowledge.warehouse.rules.result import COUNTS, MONEY, Result, in_words
from regain.knowledge.warehouse.rules.tables import ORIGIN, TABLES
from regain.knowledge.warehouse.sql import compose, files, identifier, listing, literal

PREVIEW = 20
EXAMPLES = 3


def landed(now: Snapshot, record: Mapping[str, Any], records: Mapping[int, Any], company: Company) -> Snapshot:
    """The snapshot after an import: new parts of the buckets it changed, and its record."""
    tables = dict(now.tables)
    changed = False
    for bucket, made in records.items():
        for name, parts in made["parts"].items():
            state = tables.get(name, TableState({}, columns=TABLES[name].columns))
            tables[name] = replace(state, parts={**state.parts, bucket: tuple(Part(*part) for part in parts)})
            changed = True
    return replace(
        now,
        facts=now.number + 1 if changed else now.facts,
        tables=tables,
        imports=(*now.imports, record),
        next_import=int(record["import"]) + 1,
        company={"currency": company.currency, "zone": company.zone},
    )


def undone(now: Snapshot, before: Snapshot) -> Snapshot:
    """The snapshot after an undo: the facts of an earlier one, the computed tables of now."""
    computed = {name: state for name, state in now.tables.items() if name not in TABLES}
    facts = {name: state for name, state in before.tables.items() if name in TABLES}
    return replace(now, facts=now.number + 1, tables={**facts, **computed}, imports=before.imports)


def result_of(order: Order, records: list[Mapping[str, Any]]) -> Result:
    """Add the buckets up. Raises Refused should a line be unaccounted for."""
    chunks = [json.loads(path.read_text("utf-8")) for path in sorted(order.folder.glob("chunks/[0-9]*/done.json"))]
    reasons: Counter[str] = Counter()
    for chunk in chunks:
        reasons.update(chunk["reasons"])
    counts = {key: sum(int(record["counts"].get(key, 0)) for record in records) for key in COUNTS}
    counts["rejected"] = reasons.total()
    money = {key: sum((Decimal(record["counts"].get(key, "0")) for record in records), Decimal(0)) for key in MONEY}
    days = [
        record["counts"][key] for record in records for key in ("first_day", "last_day") if record["counts"].get(key)
    ]
    lines = sum(chunk["lines"] for chunk in chunks)
    if lines != counts["accepted"] + counts["duplicates"] + counts["rejected"]:
        raise Refused("The lines that were read do not add up with those that were judged; nothing was imported.")
    kind = order.job.mapping.kind
    return Result(
        import_no=order.job.no,
        kind=kind,
        source=order.job.source.label,
        lines=lines,
        reasons=dict(reasons.most_common()),
        rejected_file=gather(order.folder),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        currency=order.job.company.currency,
        words=in_words(counts, kind),
        **counts,  # type: ignore[arg-type]
        **money,  # type: ignore[arg-type]
    )


def record_of(order: Order, result: Result) -> dict[str, Any]:
    """What a snapshot remembers of an import: enough to recognise its next edition, and to undo it."""
    return {
        "import": order.job.no,
        "kind": result.kind,
        "source": result.source,
        "at": order.job.at.isoformat(),
        "before": order.base.number,
        "span": list(order.span),
        "lineage": [order.job.no, *order.edition],
        "result": result.to_dict(),
    }


def shown(order: Order, result: Result) -> Result:
    """A trial's result with the first lines as they would be read, and a few examples of every reason."""
    return replace(result, rejected_file=None, preview=_preview(order), examples=_examples(order, result))


def _preview(order: Order) -> tuple[dict[str, str], ...]:
    spec = TABLES[order.job.mapping.kind]
    hidden = {name for name, _ in ORIGIN} - {"line"}
    names = ["line", *(name for name in spec.names if name not in hidden and name != "line")]
    paths = [path for path in order.staged() if path.parts[-4] == "000000"]
    if not paths:
        return ()
    cells = listing(compose("coalesce(CAST($n AS VARCHAR), '')", n=identifier(name)) for name in names)
    text = compose(
        "SELECT $cells FROM read_parquet($files, hive_partitioning = false) ORDER BY line LIMIT $count",
        cells=cells,
        files=files(paths),
        count=literal(PREVIEW),
    )
    with closing(connect(memory="200MB", threads=1, spill=order.lake.spill, folders=[order.folder])) as connection:
        rows = connection.execute(text).fetchall()
    return tuple(dict(zip(names, map(str, row), strict=True)) for row in rows)


def _examples(order: Order, result: Result) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {reason: [] for reason in result.reasons}
    wanted = sum(min(EXAMPLES, count) for count in result.reasons.values())
    path = order.folder / "rejected.csv"
    if not path.exists():
        return found
    with path.open(newline="", encoding="utf-8") as handle:
        lines = csv.reader(handle)
        next(lines)
        for line in lines:
            if wanted and len(found[line[1]]) < EXAMPLES:
                found[line[1]].append([line[0], *line[2:]])
                wanted -= 1
            if not wanted:
                break
    return found
