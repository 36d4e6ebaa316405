"""The results written down: everything as JSON, what people compare as one table."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

OURS = "Regain"


def write(rows: list[dict[str, Any]], names: list[str], folder: Path) -> None:
    """The JSON and the table."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    document = {"machine": machine, "measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows}
    folder.mkdir(exist_ok=True)
    (folder / "models.json").write_text(json.dumps(document, indent=1) + "\n")
    absent = [] if any("BTYD" in name or "CLVTools" in name for name in names) else ["", "R is not on this machine."]
    lines = [
        "# The models beside their peers",
        "",
        f"{machine}; load {os.getloadavg()[0]:.1f}. CPU seconds, median of up to five runs, one process each;",
        "in brackets, how many times ours. Customers as CDNOW's, simulated, by the day; ours groups them itself.",
        *absent,
        "",
        f"| work | customers | {' | '.join(names)} |",
        f"|---|---|{'---|' * len(names)}",
        *table(rows, names),
        "",
        *agreement(rows),
        *scoring(rows),
    ]
    (folder / "models.md").write_text("\n".join(lines) + "\n")
    sys.stdout.write("\n".join(lines) + "\n")


def table(rows: list[dict[str, Any]], names: list[str]) -> list[str]:
    """One line per work and size."""
    by_place = {(row["task"], row["customers"], row["by"]): row for row in rows}
    places = dict.fromkeys((row["task"], row["customers"]) for row in rows if row["task"] != "scoring")
    return [
        f"| {task} | {customers:,} | "
        + " | ".join(cell(by_place.get((task, customers, name))) for name in names)
        + " |"
        for task, customers in places
    ]


def cell(row: dict[str, Any] | None) -> str:
    """What one took."""
    if row is None:
        return "–"
    if "failed" in row:
        return "failed"
    times = f" ({row['times_ours']:,.0f}×)" if "times_ours" in row else ""
    return f"{row['cpu']:.3g}{times}"


def agreement(rows: list[dict[str, Any]]) -> list[str]:
    """Whether any peer found a higher peak than ours."""
    fits = [row for row in rows if row.get("log_likelihood") is not None]
    ours = {(row["task"], row["customers"]): row["log_likelihood"] for row in fits if row["by"] == OURS}
    higher = [
        f"{row['by']} on {row['task']}, {row['customers']:,}"
        for row in fits
        if row["by"] != OURS and row["log_likelihood"] > ours.get((row["task"], row["customers"]), np.inf) + 0.01
    ]
    if not ours or len(fits) == len(ours):
        return []
    return [f"A higher likelihood than ours: {', '.join(higher) or 'nobody'}.", ""]


def scoring(rows: list[dict[str, Any]]) -> list[str]:
    """How many customers a second and core."""
    return [
        f"Scoring {row['customers']:,} customers ({row['answer']['histories']:,.0f} distinct histories; chance of being "
        f"alive, purchases of a year, discounted value): {row['cpu']:.2f} s, "
        f"{row['customers'] / row['cpu'] / 1e6:.1f} million customers a second and core."
        for row in rows
        if row["task"] == "scoring" and "cpu" in row
    ]
