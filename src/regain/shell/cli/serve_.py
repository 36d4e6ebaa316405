"""`regain serve`: the pages and the background work under one supervisor."""

import click

from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import publish_static, ready
from regain.shell.cli.supervisor import Supervisor


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", default=8000, help="The port to listen on.")
@click.option("--processes", default=2, help="Web processes.")
@door_command
def command(*, door: Door, host: str, port: int, processes: int) -> None:
    """Serve the pages and run the background work until stopped."""
    serve(door, host=host, port=port, processes=processes)


def serve(door: Door, *, host: str, port: int, processes: int) -> None:
    """Start everything and keep it running. Raises Conflict when the port is taken."""
    home = ready()
    publish_static(home)
    supervisor = Supervisor(host=host, port=port, processes=processes, home=home.root)
    door.say(f"Regain serves {home.configuration().company.name} at http://{host}:{port}/ — stop with Ctrl-C.")
    supervisor.run()
