"""`regain worker`: run the background work alone."""

import signal

import click

from regain.foundation.jobs.schedule import come_round
from regain.foundation.jobs.worker import Worker
from regain.foundation.kit import clock
from regain.shell.cli.door import Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.command("worker")
@click.option("--drain", is_flag=True, help="Do what is due and stop.")
@door_command
def command(*, door: Door, drain: bool) -> None:
    """Run the background work."""
    ready()
    worker = Worker()
    if drain:
        come_round(clock.now())
        count = worker.drain()
        door.answer({"jobs": count}, f"{count} jobs done.")
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stopping.set())
    worker.run()
