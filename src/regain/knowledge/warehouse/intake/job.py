"""The order for one import, kept beside its work so that it can be resumed by anybody."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from regain.knowledge.warehouse.intake.check import Context
from regain.knowledge.warehouse.intake.source import Limits, Source
from regain.knowledge.warehouse.lake.files import write_whole
from regain.knowledge.warehouse.rules.mapping import Mapping, from_toml


@dataclass(frozen=True, slots=True)
class Company:
    """The company's currency (three letters) and time zone; a lake belongs to one company and keeps both for good."""

    currency: str
    zone: str


@dataclass(frozen=True, slots=True)
class Job:
    """One import: what to read, how, for whom, as of when; `replace` is `auto`, `none` or the number of an import."""

    no: int
    source: Source
    mapping: Mapping
    company: Company
    at: datetime
    buckets: int
    replace: str = "auto"
    limits: Limits = field(default_factory=Limits)
    boot: str = ""
    size: int = 0
    changed: int = 0

    @property
    def context(self) -> Context:
        """What the checks need to know."""
        return Context(self.company.currency, self.company.zone, self.at, self.no, self.buckets)

    def save(self, folder: Path) -> None:
        """Keep the order in the import's folder."""
        told: dict[str, Any] = asdict(self) | {"mapping": self.mapping.to_toml(), "at": self.at.isoformat()}
        write_whole(folder / "job.json", json.dumps(told, ensure_ascii=False, indent=1))


def load_job(folder: Path) -> Job:
    """Read the order back; raises FileNotFoundError when there is none."""
    told = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    made = {
        "source": Source(**told["source"]),
        "mapping": from_toml(told["mapping"]),
        "company": Company(**told["company"]),
        "limits": Limits(**told["limits"]),
        "at": datetime.fromisoformat(told["at"]),
    }
    return Job(**{**told, **made})


def boot() -> str:
    """Name the run of this machine; work in progress from before a power cut is not trusted."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text(encoding="ascii").strip() if path.exists() else ""
