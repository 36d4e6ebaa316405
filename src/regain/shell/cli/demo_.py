"""`regain demo`: the demo company, from nothing to a served application."""

import time

import click
import django
from django.utils.module_loading import import_string

from regain.foundation.kit.home import here
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.init_ import toml

TOML = toml(name="Lakeside Gifts (demo)", zone="Europe/London", currency="GBP", sample=True)
STORY = "regain.shell.cli.story.tell"
SERVE = "regain.shell.cli.serve_.serve"


@click.command("demo")
@click.option("--serve/--no-serve", default=True, help="Serve the pages when the job is done.")
@click.option("--port", default=8000, help="The port to listen on.")
@door_command
def command(*, door: Door, serve: bool, port: int) -> None:
    """Load the demo company, find who left, value them, draft a cycle, and serve it all."""
    home = here()
    home.make(f'{TOML}\n[web]\naddress = "http://127.0.0.1:{port}"\n')
    django.setup()
    started = time.monotonic()
    document = import_string(STORY)(door, home)
    seconds = round(time.monotonic() - started, 1)
    door.answer({**document, "seconds": seconds}, *document["story"], f"Done in {seconds} seconds.")
    if serve and not door.as_json:
        import_string(SERVE)(door, host="127.0.0.1", port=port, processes=2)
