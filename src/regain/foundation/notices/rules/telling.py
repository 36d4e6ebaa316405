"""An event as JSON: the payload of a webhook."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def payload(*, name: str, at: datetime, data: Mapping[str, Any]) -> str:
    """`{type, timestamp, data}`, compact, as it is signed and sent."""
    told = {"type": name, "timestamp": at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def told(event: object, names: Iterable[str]) -> dict[str, Any]:
    """These fields of an event, as JSON can hold them: amounts and times are text."""
    return {name: _plain(getattr(event, name)) for name in names}


def _plain(value: object) -> Any:
    match value:
        case Enum():
            return value.value
        case bool() | int() | float() | str() | None:
            return value
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _ if is_dataclass(value):
            return told(value, [field.name for field in fields(value) if field.repr])
        case _:
            return str(value)
