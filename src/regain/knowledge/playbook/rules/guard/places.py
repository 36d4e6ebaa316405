"""Where somebody is: a country by its name, a state by an area code, every zone either can have."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale

from regain.knowledge.playbook.rules.guard.terms import Place

CODES = Path(__file__).with_name("area_codes.toml")
UNITED_STATES = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})
"""The country and the territories under its federal law; each territory has a country code of its own as well."""
EUROPEAN_UNION = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
LANGUAGES = ("en", "de", "fr", "es")
ALSO = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "eire": "IE",
    "republic of ireland": "IE",
    "rsa": "ZA",
    "holland": "NL",
    "the netherlands": "NL",
    "czech republic": "CZ",
    "channel islands": "JE",
    "hong kong": "HK",
    "russia": "RU",
    "south korea": "KR",
    "korea": "KR",
    "turkey": "TR",
    "uae": "AE",
}
"""Names people write that the tables of country names do not have."""


@cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        found |= {
            name.casefold(): code
            for code, name in Locale(language).territories.items()
            if len(code) == 2 and code.isalpha() and code in _zones()
        }
    return found | {code.casefold(): code for code in _zones()} | ALSO


@cache
def _zones() -> Mapping[str, frozenset[str]]:
    """Every zone of every country, from the time zone database."""
    found: dict[str, set[str]] = {}
    for line in (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, set()).add(zone)
    return {country: frozenset(zones) for country, zones in found.items()}


@cache
def _ranks() -> Mapping[str, int]:
    """The place of each zone in the database, where the zone most people of a country live in comes first."""
    lines = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    zones = [line.split("\t")[2] for line in lines if not line.startswith("#")]
    return {zone: number for number, zone in enumerate(zones)}


def in_order(zones: Iterable[str]) -> list[str]:
    """These zones, of each country the one most people live in first."""
    return sorted(zones, key=lambda zone: (_ranks().get(zone, -1), zone))


@cache
def _states() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Area code → state, and the zones its numbers may be in."""
    table = tomllib.loads(CODES.read_text("utf-8"))
    return {
        str(code): (state, frozenset(table["zones"][clock]))
        for state, clocks in table["states"].items()
        for clock, codes in clocks.items()
        for code in codes
    }


@cache
def states() -> tuple[str, ...]:
    """The states, in order of their letters."""
    return tuple(sorted({state for state, _ in _states().values()}))


def country_named(text: str) -> str:
    """The ISO code of a country by its code or its name in some languages; "" for what is none we know."""
    return _names().get(" ".join(text.split()).casefold(), "")


def countries() -> tuple[str, ...]:
    """Every country's code, in order."""
    return tuple(sorted(_zones()))


def zone_named(text: str) -> str:
    """The zone, if there is one of that name; "" otherwise."""
    name = text.strip()
    return name if name in all_zones() else ""


@cache
def all_zones() -> frozenset[str]:
    """Every zone of every country."""
    named = frozenset().union(*_zones().values())
    return named | {zone for zone in ("UTC", "Asia/Calcutta", "Europe/Kiev", "US/Eastern", "US/Pacific") if _is(zone)}


def _is(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


def zones_of(country: str) -> frozenset[str]:
    """Every zone of a country; of the whole world where the country is not known."""
    if country == "US":
        return _zones()["US"]
    return _zones().get(country, all_zones())


def countries_of(zones: Iterable[str]) -> frozenset[str]:
    """The countries that have one of these zones."""
    wanted = frozenset(zones)
    return frozenset(country for country, has in _zones().items() if has & wanted)


def state_of(number: str) -> str:
    """The state of an American number such as +12125550123; "" where its code does not say."""
    return _states().get(number[2:5], ("", frozenset[str]()))[0] if number.startswith("+1") else ""


def zones_of_number(number: str, country: str) -> frozenset[str]:
    """Every zone a number's owner may live in: by area code in America, by country elsewhere."""
    if number.startswith("+1") and number[2:5] in _states():
        return _states()[number[2:5]][1]
    return zones_of(country)


def zones_of_state(state: str) -> frozenset[str]:
    """Every zone of an American state; of the whole country for an unknown one."""
    found = [zones for name, zones in _states().values() if name == state]
    return frozenset().union(*found) if found else _zones()["US"]


def place_of(country: str, region: str = "") -> Place:
    """The place; a territory of the United States counts as one of its states."""
    if country in UNITED_STATES - {"US"}:
        return Place("US", country)
    return Place(country, region if country == "US" else "")


def counts_in(jurisdiction: str, place: Place, *, besides: frozenset[str], covered: frozenset[str]) -> str:
    """Whether a jurisdiction's rule counts in a place: "yes", "maybe" where the place is not known well enough, ""."""
    if jurisdiction == "*":
        return "yes"
    if not place.country:
        return "maybe"
    if jurisdiction == "elsewhere":
        return "" if place.country in covered or place.country in EUROPEAN_UNION else "yes"
    if jurisdiction == "EU":
        return "yes" if place.country in EUROPEAN_UNION - besides else ""
    country, _, region = jurisdiction.partition("-")
    if place.country != country:
        return ""
    if not region or place.region == region:
        return "yes"
    return "" if place.region else "maybe"
