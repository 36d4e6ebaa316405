"""`regain init`: a new home."""

from pathlib import Path
from zoneinfo import available_timezones

import click
import django
from django.utils.module_loading import import_string

from regain.foundation.kit.errors import Conflict, Invalid
from regain.foundation.kit.home import here
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command

PREPARE = "regain.shell.cli.installation.ready"


def toml(*, name: str, zone: str, currency: str, sample: bool = False) -> str:
    """The `regain.toml` of a new home. What is not given is left for the first import to say."""
    if zone and zone not in available_timezones():
        raise Invalid(f"{zone!r} is not a time zone; use a name such as Europe/London.")
    if currency and not (len(currency) == 3 and currency.isalpha()):
        raise Invalid(f"{currency!r} is not a currency; use three letters such as EUR.")
    lines = ["sample = true\n"] if sample else []
    lines += ["[company]", f"name = {_quoted(name)}"]
    lines += [f'zone = "{zone}"'] if zone else []
    lines += [f'currency = "{currency.upper()}"'] if currency else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(char for char in escaped if char.isprintable())}"'


@click.command("init")
@click.option("--name", default="My company", help="The company's name.")
@click.option("--zone", default="", help="Its time zone, e.g. Europe/London.")
@click.option("--currency", default="", help="Its currency, e.g. EUR.")
@door_command
def command(*, door: Door, name: str, zone: str, currency: str) -> None:
    """Make a new home for a company."""
    home = here()
    if home.exists:
        raise Conflict(f"{home.root} is a Regain home already.")
    home.make(toml(name=name, zone=zone, currency=currency))
    django.setup()
    import_string(PREPARE)()
    door.answer(
        {"home": str(home.root), "name": name},
        f"{home.root} is ready for {name}.",
        f"Next: regain import sales FILE --home {Path(home.root)}",
    )
