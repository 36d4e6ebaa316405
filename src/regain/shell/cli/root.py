"""The root of the command line. Commands are loaded once the home is known, because settings live there."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import django
from django.utils.module_loading import import_string

from regain.foundation.kit.errors import Refused

COMMANDS = {
    "init": "Make a new home for a company",
    "demo": "Load the demo company, say what was found, serve it",
    "serve": "Serve the pages and run the background work",
    "import": "Import sales and other facts from a file or a database",
    "lives": "Who is a customer, who left, who came back",
    "value": "What every customer is worth, in this life and the next",
    "backtest": "What the ranking would have caught in the past",
    "cycle": "Draft and look at a rescue cycle",
    "people": "Invite people, list them, found the first administrator",
    "doctor": "Check this installation and say what to mend",
    "worker": "Run the background work alone",
}
WITHOUT_A_HOME = {"init", "demo"}


class Commands(click.Group):
    """Loads `cli/<name>.py` when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with Django ready for it."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_A_HOME:
            django.setup()
        command: click.Command = import_string(f"regain.shell.cli.{cmd_name}_.command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list with its words, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="regain")
def root() -> None:
    """Regain: who left, what they were worth, whom to call — and proof that they came back."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the home is read first, wherever `--home` stands."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    home = _home(given)
    if home:
        os.environ["REGAIN_HOME"] = str(Path(home).expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regain.shell.settings")
    try:
        root(args=given, prog_name="regain")
    except Refused as refusal:
        click.echo(f"Error: {refusal.sentence}", err=True)
        raise SystemExit(1) from None


def _home(given: Sequence[str]) -> str:
    for place, word in enumerate(given):
        if word.startswith("--home="):
            return word.removeprefix("--home=")
        if word == "--home" and place + 1 < len(given):
            return given[place + 1]
    return ""
