"""Typed cells of spreadsheets and databases as text, such that the checks read back exactly what was meant."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

WHOLE = 1e15


def cell_text(value: object, decimal: str = ".") -> str:
    """Write one cell: no `.0` behind whole numbers, floats at their shortest, ISO dates, the declared decimal mark."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            text = str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)
            return text.replace(".", decimal)
        case int():
            return str(value)
        case Decimal():
            return format(value, "f").replace(".", decimal) if value.is_finite() else str(value)
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case timedelta():
            return str(value.total_seconds() / 60).replace(".", decimal)
        case bytes() | memoryview():
            return bytes(value).decode("utf-8", errors="replace")
        case _:
            return str(value)
