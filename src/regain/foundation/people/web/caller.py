"""Where a request comes from: its network address, and whether this device signed in here before."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from regain.foundation.people.actions.entrance import Caller
from regain.foundation.people.queries import entrance

COOKIE = "regain_device"
KEPT = 60 * 60 * 24 * 180
SALT = "people.device"


def address_of(request: HttpRequest) -> str:
    """The caller's address. What proxies say is believed only of as many as the installation runs."""
    trusted: int = getattr(settings, "TRUSTED_PROXIES", 0)
    direct = request.META.get("REMOTE_ADDR", "")
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return said[-trusted] if 0 < trusted <= len(said) and said[-trusted] else direct


def caller_of(request: HttpRequest, *, email: str) -> Caller:
    """Where this attempt on `email` comes from."""
    return Caller(address=address_of(request), device=_device(request, email=email))


def remember_device(request: HttpRequest, response: HttpResponse, *, email: str) -> None:
    """Let the browser keep that this account signed in here: strangers' guesses cannot lock it out then."""
    device = _device(request, email=email) or secrets.token_hex(16)
    response.set_cookie(
        COOKIE,
        signing.dumps([entrance.account_digest(email), device], salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest, *, email: str) -> str:
    try:
        whose, device = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if whose == entrance.account_digest(email) else ""
