"""How we know what trying to win one customer back is worth, sentence by sentence."""

from django.utils.translation import gettext as _

from regain.foundation.ui import formats
from regain.knowledge.valuation.queries.facts import Record
from regain.knowledge.valuation.rules.learning import WINDOW
from regain.knowledge.valuation.rules.worth import Likeness


def of_a_departure(value: Record, about: Record) -> list[str]:
    """From the chance of return to the maximum spend; `about` is what was learnt with the values."""
    like = Likeness(alike=int(value["alike"]), returned=int(value["alike_returned"]), days=WINDOW)
    second = about.get("second") or {}
    most = _(
        "Maximum spend is what a call adds to the chance, times the second value; past it, trying costs more than it"
        " brings."
    )
    told = [like.sentence, _chance(value, about), about.get("second_lives"), second.get("selection")]
    return [str(each) for each in (*told, _called(value, about), most, about.get("confidence")) if each]


def second_period(about: Record) -> str:
    """The time a second value is counted over, in words."""
    months = (about.get("second") or {}).get("horizon_months")
    if not months:
        return _("if it comes")
    return _("in its first %(months)s months, if it comes") % {"months": formats.number(round(months))}


def _chance(value: Record, about: Record) -> str:
    if (about.get("chance") or {}).get("model") != "hazard":
        return ""
    return _(
        "Their chance of %(chance)s differs from that share because it also weighs how long they stayed, how often they"
        " bought, their own rhythm, refunds, complaints and the level of the last three months; the interval allows for"
        " the next three being different again."
    ) % {"chance": formats.percent(value["chance"])}


def _called(value: Record, about: Record) -> str:
    told = {name: formats.percent(value[f"chance_called{name}"]) for name in ("", "_low", "_high")}
    words = _("After a call the chance is put at %(chance)s, likely %(low)s to %(high)s") % {
        "chance": told[""],
        "low": told["_low"],
        "high": told["_high"],
    }
    uplift = about.get("uplift") or {}
    if uplift.get("basis") == "measured":
        return _("%(words)s: measured, %(source)s.") % {"words": words, "source": uplift["source"]}
    guess = _("a labelled guess until calls have been measured against a control group")
    return f"{words}: {guess}."
