"""The guard in words: one plain sentence for each finding, with the local time or the date and the way out."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from regain.knowledge.playbook.models.answer import Verdicts
from regain.knowledge.playbook.models.consent import Channels, Purposes
from regain.knowledge.playbook.rules.guard.terms import Channel, Finding, Purpose, Rule, Verdict, Why

VERDICT_TONES = {Verdict.ALLOW: "good", Verdict.WARN: "warn", Verdict.BLOCK: "bad"}
VERDICTS = {Verdict(choice.value): choice.label for choice in Verdicts}
CHANNELS = {Channel(choice.value): choice.label for choice in Channels}
PURPOSES = {Purpose(choice.value): choice.label for choice in Purposes}

SENTENCES: Mapping[Why, str | Promise] = {
    Why.HOURS: gettext_lazy("It is %(local)s in %(zone)s; calls are made from %(opens)s to %(closes)s there."),
    Why.DAY: gettext_lazy("It is %(day)s in %(zone)s, a day without calls."),
    Why.NO_ZONE: gettext_lazy(
        "We do not know their time zone, so no hour is surely a decent one. Record their country."
    ),
    Why.ATTEMPTS: gettext_lazy("They were called %(count)s times already; %(most)s are enough for now."),
    Why.STOPPED: gettext_lazy("They asked to be left alone on %(on)s."),
    Why.STOPPED_SERVICE: gettext_lazy("They asked to be left alone on %(on)s. Only answer what they asked themselves."),
    Why.NO_CONSENT: gettext_lazy("They have not agreed to this. Record their consent with its proof first."),
    Why.SOFT_OPT_IN: gettext_lazy(
        "Only for products like those they bought, if they were told they may object, and with an opt-out in it."
    ),
    Why.WITHDRAWN: gettext_lazy("They took their consent back on %(on)s. Only a new consent changes that."),
    Why.LISTED: gettext_lazy("Their number is in the %(registry)s. Record their consent, or write instead."),
    Why.NEVER_SCREENED: gettext_lazy(
        "Their number was not compared with the %(registry)s. Do that and import the result, or record their consent."
    ),
    Why.SCREENED_LONG_AGO: gettext_lazy(
        "Their number was compared with the %(registry)s on %(on)s, longer than %(days)s days ago. Compare it again."
    ),
    Why.RELATIONSHIP: gettext_lazy("Callable as a former customer until %(until)s, or until they say stop."),
    Why.OFFER: gettext_lazy("An offer makes this a call to win them back. Begin a recovery call, or make no offer."),
    Why.OFFER_WHILE_LEAVING: gettext_lazy("No offer before their request to leave is done. Close it first."),
    Why.SAY: gettext_lazy("%(say)s"),
    Why.HUMAN_TOUCH: gettext_lazy(
        "Somebody spoke with them on %(on)s; automatic messages wait %(days)s days after that."
    ),
    Why.NEVER: gettext_lazy("Marked as %(status)s: never contacted."),
    Why.NO_POINT: gettext_lazy("We have no number or address of theirs. Write down the one you use."),
    Why.WRONG_POINT: gettext_lazy("This turned out not to be theirs. Use another one, or add the right one."),
}


def sentence_of(finding: Finding) -> str:
    """One finding in words."""
    words = _told(finding.told)
    if finding.why is Why.ATTEMPTS and finding.told["count"] == 1:
        main = _("They were called on %(last)s; once is enough for now.") % words
    else:
        main = str(SENTENCES[finding.why]) % words
    return " ".join(filter(None, [main, _next(finding)]))


def _next(finding: Finding) -> str:
    upcoming = finding.told.get("next")
    if isinstance(upcoming, datetime):
        return _("They can be called from %(moment)s their time.") % {"moment": moment(upcoming)}
    if finding.until is not None and finding.why in {Why.ATTEMPTS, Why.HUMAN_TOUCH}:
        return _("Again from %(moment)s.") % {"moment": moment(finding.until)}
    return ""


def assumed_in_words(place: str, sentence: str) -> str:
    """What is said where a rule counts because it is not known where the customer is."""
    told = {"place": place, "sentence": sentence}
    return _("Where they are is not known, so the strictest rule counts; record it. %(place)s: %(sentence)s") % told


def _told(told: Mapping[str, Any]) -> dict[str, str]:
    words = {name: _word(value) for name, value in told.items()}
    if isinstance(told.get("at"), datetime):
        words["on"] = date_format(told["at"].date(), "j F Y")
    local = told.get("local")
    if isinstance(local, datetime):
        words["local"] = date_format(local, "H:i")
        words["day"] = date_format(local, "l, j F")
        words["zone"] = zone_in_words(str(told["zone"]))
    if "last" in told:
        words["last"] = moment(told["last"])
    return words


def _word(value: Any) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def moment(at: datetime, zone: str = "") -> str:
    """`Mon 23 Nov, 09:00` by the clock the moment carries, or by the zone's."""
    return date_format(at.astimezone(ZoneInfo(zone)) if zone else at, "D j M, H:i")


def zone_in_words(zone: str) -> str:
    """`New York`."""
    return zone.rpartition("/")[2].replace("_", " ") or zone


def jurisdiction_in_words(jurisdiction: str) -> str:
    """`Germany`, `Florida`, `the European Union`."""
    fixed = {"*": _("everywhere"), "EU": _("the European Union"), "elsewhere": _("countries we know no law of")}
    if jurisdiction in fixed:
        return fixed[jurisdiction]
    country, _dash, region = jurisdiction.partition("-")
    return STATES.get(region, region) if region else country_in_words(country)


def place_of_rule(rule: Rule) -> str:
    """Where a rule counts, as the head of a line: `Germany`, `The house`."""
    if rule.id.startswith("company."):
        return _("The house")
    place = jurisdiction_in_words(rule.jurisdiction)
    return place[:1].upper() + place[1:]


def country_in_words(country: str) -> str:
    """The country's name in the language of the page."""
    names = Locale((get_language() or "en").split("-")[0]).territories
    return str(names.get(country, country))


def allowed_in_words(local: datetime | None) -> str:
    """What is said when nothing speaks against it."""
    if local is None:
        return _("Nothing speaks against it.")
    return _("Nothing speaks against it; it is %(time)s where they are.") % {"time": date_format(local, "H:i")}


STATES: Mapping[str, str] = {
    "CA": "California",
    "FL": "Florida",
    "MN": "Minnesota",
    "NY": "New York",
    "OK": "Oklahoma",
    "WA": "Washington",
}
