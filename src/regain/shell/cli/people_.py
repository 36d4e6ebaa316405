"""`regain people`: found the first administrator, invite, list."""

import getpass
import sys

import click
from django.conf import settings
from django.urls import reverse

from regain.foundation.kit import clock
from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.roles import Role
from regain.foundation.people.actions import founding, invitations
from regain.foundation.people.queries.people import everybody as everybody_here
from regain.shell.cli.door import OPERATOR, Door
from regain.shell.cli.door import command as door_command
from regain.shell.cli.installation import ready


@click.group("people")
def command() -> None:
    """The people of this installation."""


@command.command("list")
@door_command
def everybody(*, door: Door) -> None:
    """Everybody, with their roles."""
    ready()
    people = everybody_here()
    rows = [
        {"email": each.email, "name": each.name, "roles": sorted(each.roles), "here": each.is_active} for each in people
    ]
    lines = [f"{each.name}  {each.email}  {', '.join(sorted(each.roles))}" for each in people]
    door.answer({"people": rows}, *(lines or ["Nobody yet. Begin with: regain people found --email you@example.com"]))


@command.command("found")
@click.option("--email", required=True, help="Their e-mail address.")
@click.option("--name", required=True, help="Their name.")
@door_command
def found(*, door: Door, email: str, name: str) -> None:
    """Make the first administrator. The password is asked for, or read from standard input."""
    ready()
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    person = founding.found_first_administrator(by=OPERATOR, at=clock.now(), email=email, name=name, password=password)
    door.answer({"email": person.email}, f"{person.name} can sign in now and invite the others.")


@command.command("invite")
@click.option("--email", required=True, help="Their e-mail address.")
@click.option("--role", "roles", multiple=True, required=True, help="One of: " + ", ".join(Role))
@door_command
def invite(*, door: Door, email: str, roles: tuple[str, ...]) -> None:
    """Invite somebody; the link is mailed, and shown here once."""
    ready()
    unknown = sorted(set(roles) - set(Role))
    if unknown:
        raise Invalid(f"{unknown[0]!r} is not a role; the roles are {', '.join(Role)}.")
    invitation = invitations.invite_person(
        by=OPERATOR, at=clock.now(), email=email, roles={Role(role) for role in roles}, url=_address()
    )
    link = _address() + reverse("people:joining", args=[invitation.token])
    door.answer({"email": invitation.email, "link": link}, f"Invited {invitation.email}: {link}")


def _address() -> str:
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"https://{host}" if settings.CONFIGURATION.web.https else f"http://{host}:8000"
