"""A company with one customer to call, in a home of its own, and a server that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGAIN = str(Path(sys.executable).with_name("regain"))

CLOCK = """
from datetime import timedelta
from regain.foundation.kit import clock

real = clock.now
clock.now = lambda: real() + timedelta(seconds={seconds})
"""


def until_tuesday() -> float:
    """Seconds until next Tuesday, ten o'clock: then the guard lets one call, whatever day the tests run."""
    now = datetime.now(UTC)
    day = now + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return (day.replace(hour=10, minute=0, second=0, microsecond=0) - now).total_seconds()


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


FOUND = """
import sys
import django
django.setup()
from datetime import date, timedelta
from decimal import Decimal
from django.core.management import call_command
call_command("migrate", verbosity=0)
from regain.desks.recovery import actions
from regain.desks.recovery.rules.calls import CallKind
from regain.foundation.kit import clock
from regain.knowledge.playbook.actions.catalogue import load_catalogue
from regain.knowledge.playbook.actions.points import add_point, describe
from regain.knowledge.playbook.queries.finding import catalogue_is_empty
from regain.knowledge.playbook.rules.guard import Scope
from regain.knowledge.playbook.rules.guard.identifiers import Medium
from regain.knowledge.training.models import Certificate
from tests.cast import gather
cast, now = gather(), clock.now()
if catalogue_is_empty():
    load_catalogue(by=cast.dev, at=now)
for number, name in enumerate(("Mara Weiss", "Jonas Berg", "Aoife Byrne", "Luis Prado"), 1):
    customer = f"C{number}"
    describe(by=cast.dev, at=now, customer=customer, scope=Scope.BUSINESS, country="FR", zone="Europe/Paris")
    add_point(by=cast.dev, at=now, customer=customer, medium=Medium.PHONE, text=f"+3314227818{number}")
    actions.open_case(by=cast.dev, at=now, customer=customer, name=name, country="France", left_on=date(2026, 9, 12),
                      currency="EUR", value_lost=Decimal(600), words="A good customer")
Certificate.objects.create(person=cast.ben, given_at=now, given_by=cast.dev, valid_until=now + timedelta(days=99))
"""

BEGIN = """
import sys
import django
django.setup()
from regain.desks.recovery import actions
from regain.desks.recovery.models import Call, Case
from regain.desks.recovery.rules.calls import CallKind, Outcome
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
ben = Person.objects.get(email="ben@thimble.example")
for call in Call.objects.filter(caller=ben, ended_at=None):
    actions.end_call(by=ben, at=clock.now(), call=call, outcome=Outcome.NOT_MADE)
case = Case.objects.get(customer=sys.argv[1])
print(actions.begin_call(by=ben, at=clock.now(), case=case, kind=CallKind.RECOVERY).pk)
"""


@dataclass
class Shop:
    """The company's home and its server."""

    home: Path
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def found(self) -> None:
        """People, a catalogue, customers to call."""
        self.set_clock()
        words = ["--name", "Thimble & Daughters", "--zone", "Europe/London", "--currency", "EUR"]
        subprocess.run(
            [REGAIN, "init", *words, "--home", str(self.home)], check=True, capture_output=True, env=self.env()
        )
        self.run(FOUND)

    def set_clock(self, moment: datetime | None = None) -> None:
        """What is started from now on believes it is that moment; next Tuesday at ten unless told."""
        seconds = (moment - datetime.now(UTC)).total_seconds() if moment else until_tuesday()
        clock = self.home.parent / "clock"
        clock.mkdir(exist_ok=True)
        (clock / "sitecustomize.py").write_text(CLOCK.format(seconds=seconds), "utf-8")

    def env(self) -> dict[str, str]:
        """The environment of everything that runs here: another clock, another home."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REGAIN_")}
        path = os.pathsep.join(str(each) for each in (self.home.parent / "clock", ROOT, ROOT / "src"))
        home = {"REGAIN_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "regain.shell.settings"}
        return {**kept, **home, "PYTHONPATH": path}

    def run(self, script: str, *words: str) -> str:
        """A script in this home; what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, env=self.env()
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self, customer: str) -> str:
        """The address of a call Ben begins now."""
        return f"/recovery/calls/{self.run(BEGIN, customer)}/"

    def serve(self) -> None:
        """Serve it, in a process group of its own."""
        command = [REGAIN, "serve", "--home", str(self.home), "--port", str(self.port)]
        self.server = subprocess.Popen(
            command, env=self.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.address}/health/", timeout=2)
                return
            time.sleep(0.1)
        raise TimeoutError

    def kill(self) -> None:
        """kill −9 for everything that serves, at once."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(30)

    def close(self) -> None:
        """Stop serving."""
        if self.server is not None and self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait(30)
