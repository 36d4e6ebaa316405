"""What every command has: `--home`, `--json`, words on standard error, and refusals in one sentence."""

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

import click

from regain.foundation.kit.actor import System
from regain.foundation.kit.errors import Refused
from regain.foundation.kit.home import here

log = logging.getLogger("regain.cli")

OPERATOR = System("command line")
"""Whoever can run the command line owns the home."""


class Door:
    """Where a command's words and answer go."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, words: str = "") -> None:
        """A line for people: standard error when a program reads standard output."""
        click.echo(words, err=self.as_json)

    def answer(self, document: Mapping[str, Any], *lines: str) -> None:
        """The answer: the document for a program, the lines for people."""
        if self.as_json:
            click.echo(json.dumps(document, default=_plain, ensure_ascii=False, allow_nan=False))
        for line in () if self.as_json else lines:
            click.echo(line)

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """A bar on standard error; call it with words, steps done, steps in all."""
        bar = Bar()
        try:
            yield bar
        finally:
            bar.close()


class Bar:
    """One line on standard error that redraws itself on a terminal, and one line a step elsewhere."""

    WIDTH = 28

    def __init__(self) -> None:
        self.words = ""
        self.drawn = False
        self.live = sys.stderr.isatty()

    def __call__(self, words: str, done: int, total: int) -> None:
        """Say how far a step is."""
        if not self.live:
            if words != self.words:
                click.echo(f"  {words} …", err=True)
            self.words = words
            return
        if words != self.words:
            self.close()
            self.words = words
        share = min(1.0, done / total) if total else 0.0
        filled = int(self.WIDTH * share)
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        click.echo(f"\r  {words:<38.38} {bar} {share:>4.0%}", nl=False, err=True)
        self.drawn = True

    def close(self) -> None:
        """End the line."""
        if self.drawn:
            click.echo(err=True)
        self.drawn = False


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--home`, `--json` and a `door`, and turn refusals into one sentence."""

    @click.option("--home", metavar="DIR", help="The company's folder (or set REGAIN_HOME).")
    @click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
    @wraps(function)
    def run(*args: Any, home: str | None, as_json: bool, **kwargs: Any) -> None:
        try:
            function(*args, door=Door(as_json=as_json), **kwargs)
        except Refused as refusal:
            _fail(refusal.sentence)
        except OSError as trouble:
            _fail(f"{trouble.filename or 'A file'}: {(trouble.strerror or str(trouble)).lower()}.")
        except click.ClickException:
            raise
        except Exception:  # noqa: BLE001 -- whatever it is, people get a sentence and engineers the log
            _fail(f"Something unexpected went wrong; the details are in {_record()}.")

    return run


def _fail(sentence: str) -> None:
    click.echo(f"Error: {sentence}", err=True)
    raise SystemExit(1)


def _record() -> str:
    """Write the trace into the home's log, where an engineer finds it."""
    file = here().root / "log" / "regain.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(file)
    log.addHandler(handler)
    log.propagate = False
    log.exception("The command failed: %s", " ".join(sys.argv[1:]))
    handler.close()
    return str(file)


def _plain(value: object) -> Any:
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")
