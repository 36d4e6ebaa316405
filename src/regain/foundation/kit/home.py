"""The home of an installation: one folder that holds all of its state, and `regain.toml` in it."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from regain.foundation.kit.errors import Invalid, NotFound

FILE = "regain.toml"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise ValueError(f"{name!r} is not a time zone; use a name such as Europe/London") from unknown
    return name


class Company(BaseModel):
    """What holds for the whole company. Editing `regain.toml` and restarting changes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "My company"
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """ISO 3166, such as GB: where customers are whose country nobody said; empty: unknown, the strictest law counts."""
    currency: str = Field(default="XXX", pattern=r"^[A-Z]{3}$")
    """ISO 4217; XXX, "no currency", until somebody says which."""
    margin: Decimal | None = Field(default=None, gt=0, le=1)
    """Contribution as a share of revenue where sales carry no cost; none: value is on revenue."""
    rule: str = "rhythm"
    """Who counts as gone: `rhythm`, `days:N` or `contract`."""
    false_alarm: Decimal = Field(default=Decimal(1), gt=0, le=100)
    """What calling a customer gone who is not costs, beside missing one who is; the own rhythm is tuned by it."""
    discount: Decimal = Field(default=Decimal("0.10"), ge=0, lt=1)
    """Yearly discount rate of money still to come."""
    second_years: Decimal = Field(default=Decimal(3), gt=0, le=20)
    """How many years of a second life are counted when somebody is worth winning back."""
    control_share: Decimal = Field(default=Decimal("0.20"), ge=0, le=Decimal("0.5"))
    executive_calls: int = Field(default=10, ge=0, le=500)
    team_calls: int = Field(default=60, ge=0, le=100_000)
    cost_of_call: Decimal = Field(default=Decimal("8.00"), ge=0)
    cost_of_letter: Decimal = Field(default=Decimal("1.50"), ge=0)

    @property
    def tz(self) -> ZoneInfo:
        """The company's zone."""
        return ZoneInfo(self.zone)


class Database(BaseModel):
    """Where the work lives: empty for SQLite in the home, or a `postgresql://` address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""


class Web(BaseModel):
    """How the pages are served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    https: bool = False
    address: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Where people reach this installation, for links in mails, such as `https://regain.example`."""
    webhook_hosts: tuple[str, ...] = ()
    """Hosts inside the company that webhooks may reach, over http too; all others are public and https."""
    proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies of our own stand in front; only their word about the caller's address is believed."""


class Mail(BaseModel):
    """The mail server; without a host, mails are kept in the home's `outbox` folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = ""
    port: int = 587
    user: str = ""
    password_file: str = ""
    sender: str = "regain@localhost"


class Engine(BaseModel):
    """Where questions about everybody are asked: DuckDB on this machine, or a Spark cluster."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spark: str = Field(default="", pattern=r"^(local(\[[\d*,]+\])?|spark://\S+|k8s://\S+|yarn)?$")
    """`local[2]`, `spark://host:7077`, `yarn` or `k8s://…`; empty: this machine alone."""
    lake: str = ""
    """Where the cluster finds the lake, such as `s3a://company/lake`; empty: under the home's own path."""
    options: dict[str, str] = {}
    """Spark's own settings, such as "spark.executor.memory"."""


class Configuration(BaseModel):
    """All of `regain.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: Company = Company()
    database: Database = Database()
    web: Web = Web()
    mail: Mail = Mail()
    engine: Engine = Engine()
    sample: bool = False
    """Whether this is the demo company, with sample people."""


@dataclass(frozen=True)
class Home:
    """The folder and where things are in it."""

    root: Path

    @property
    def lake(self) -> Path:
        """The warehouse."""
        return self.root / "lake"

    @property
    def imports(self) -> Path:
        """One folder per import."""
        return self.root / "imports"

    @property
    def exports(self) -> Path:
        """Files made for people to download."""
        return self.root / "exports"

    @property
    def file(self) -> Path:
        """The configuration."""
        return self.root / FILE

    @property
    def exists(self) -> bool:
        """Whether the folder was made a home by `regain init`."""
        return self.file.is_file()

    def configuration(self) -> Configuration:
        """What `regain.toml` says. Raises NotFound without one, Invalid with the place of a mistake."""
        if not self.exists:
            raise NotFound(f"{self.root} is not a Regain home yet. Make it one with: regain init --home {self.root}")
        try:
            return Configuration.model_validate(tomllib.loads(self.file.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
            raise Invalid(f"{self.file} cannot be read: {broken}.") from broken
        except ValidationError as wrong:
            first = wrong.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise Invalid(f"{self.file}, {place}: {first['msg']}.") from wrong

    def secret(self) -> str:
        """The installation's secret key, made on first use and readable by its owner alone."""
        path = self.root / "secret.key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()

    def make(self, configuration: str) -> None:
        """Make the folder a home with this `regain.toml`; leaves an existing one alone."""
        for folder in (self.root, self.lake, self.imports, self.exports, self.root / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        if not self.exists:
            self.file.write_text(configuration, "utf-8")
        self.secret()

    def settle(self, *, currency: str, zone: str) -> Company:
        """Write down the currency and the zone the first import brought, where `regain.toml` left them open.

        What the file says already stays. Returns the company as it is then.
        """
        company = self.configuration().company
        open_ones = {"currency": currency, "zone": zone}
        lines = [
            f'{name} = "{value}"' for name, value in open_ones.items() if value and name not in company.model_fields_set
        ]
        if lines:
            text = self.file.read_text("utf-8")
            text = text if "[company]" in text else f"{text}\n[company]\n"
            settled = text.replace("[company]", "\n".join(["[company]", *lines]), 1)
            temporary = self.file.with_suffix(".new")
            temporary.write_text(settled, "utf-8")
            temporary.replace(self.file)
        return self.configuration().company


class Current:
    """The company as `regain.toml` says now; a change is seen by every process without a restart."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._seen = (-1, Company())

    def __getattr__(self, name: str) -> Any:
        """What the file says about `name`."""
        return getattr(self._read(), name)

    def _read(self) -> Company:
        changed = self._home.file.stat().st_mtime_ns if self._home.exists else 0
        if self._seen[0] != changed:
            company = self._home.configuration().company if changed else Company()
            self._seen = (changed, company)
        return self._seen[1]


def here() -> Home:
    """The home this process works in: `REGAIN_HOME`, or `~/.regain`."""
    return Home(Path(os.environ.get("REGAIN_HOME") or Path.home() / ".regain").expanduser().resolve())
