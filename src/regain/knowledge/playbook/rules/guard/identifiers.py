"""Numbers and addresses in their one spelling, so that a stop finds them however somebody wrote them."""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from regain.knowledge.playbook.rules.guard.places import UNITED_STATES, state_of

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
LONGEST = 500


class Medium(StrEnum):
    """What kind of point it is."""

    PHONE = "phone"
    EMAIL = "email"
    POST = "post"


@dataclass(frozen=True)
class Read:
    """A number or an address as it was read: `normal` is empty where it is none."""

    medium: Medium
    value: str
    normal: str
    country: str = ""
    region: str = ""


def read(medium: Medium, value: str, *, country: str = "") -> Read:
    """Read what somebody typed; `country` (ISO) is where a number without its country code belongs."""
    text = " ".join(value.split())[:LONGEST]
    if medium is Medium.PHONE:
        return phone(text, country=country)
    if medium is Medium.EMAIL:
        return Read(medium, text, email(text))
    return Read(medium, text, text.casefold(), country)


def email(text: str) -> str:
    """The address in its one spelling: small letters, no space; "" for what is none."""
    address = text.strip().removeprefix("mailto:").casefold()
    return address if ADDRESS.fullmatch(address) and len(address) <= 254 else ""


def phone(text: str, *, country: str = "") -> Read:
    """A number as E.164, with the country and the American state it belongs to."""
    try:
        number = phonenumbers.parse(text, country or None)
    except NumberParseException:
        return Read(Medium.PHONE, text, "")
    if number.extension:
        number.extension = None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        return Read(Medium.PHONE, text, "")
    normal = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    found = phonenumbers.region_code_for_number(number) or ""
    found = found if found.isalpha() else ""
    if found in UNITED_STATES - {"US"}:
        return Read(Medium.PHONE, text, normal, "US", found)
    if _is_american_without_a_place(normal, found):
        return Read(Medium.PHONE, text, normal, "US")
    return Read(Medium.PHONE, text, normal, found, state_of(normal) if found == "US" else "")


def _is_american_without_a_place(number: str, country: str) -> bool:
    """Toll-free and personal numbers of the North American plan belong to all its countries at once."""
    return number.startswith("+1") and not country


def shown(normal: str) -> str:
    """A number as people write it internationally."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(normal), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return normal
