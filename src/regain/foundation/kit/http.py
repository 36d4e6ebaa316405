"""What a door reads from a request."""

from typing import cast

from django.http import HttpRequest

from regain.foundation.kit.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The person who is signed in. Doors behind the access table always have one."""
    return cast("Actor", request.user)
