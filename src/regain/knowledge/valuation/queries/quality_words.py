"""The test of the numbers in plain sentences; "cannot tell" is an answer."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regain.foundation.ui import formats

Document = Mapping[str, Any]

MODELS: Final = {
    "past rate": gettext_lazy("Past rate × time"),
    "BG/NBD": gettext_lazy("BG/NBD: leaves after a purchase"),
    "MBG/NBD": gettext_lazy("MBG/NBD: leaves after a purchase, the first included"),
    "Pareto/NBD": gettext_lazy("Pareto/NBD: leaves at any time"),
    "shifted beta-geometric": gettext_lazy("Shifted beta-geometric: some are more faithful than others"),
    "beta-discrete-Weibull": gettext_lazy("Beta-discrete-Weibull: faithfulness also changes with time"),
}
LISTS: Final = {
    "model": gettext_lazy("Most purchases expected"),
    "frequency": gettext_lazy("Bought most often"),
    "recency": gettext_lazy("Bought most recently"),
    "spend": gettext_lazy("Most spent so far"),
}


def model_name(name: str) -> str:
    """What a model is called on a screen."""
    return str(MODELS.get(name, name))


def purchases_sentence(told: Document) -> str:
    """What was expected of everybody together, and what came."""
    chosen = chosen_model(told)
    expected, bought = chosen["expected"], told["bought"]
    words = _("The model expected %(expected)s renewals, %(bought)s came")
    if told.get("of") != "renewals":
        words = _("The model expected %(expected)s purchases, %(bought)s came")
    said = words % {
        "expected": formats.number(round(expected)),
        "bought": formats.number(bought),
    }
    if chosen["expected_low"] <= bought <= chosen["expected_high"]:
        return _("%(said)s. That is within what chance alone moves.") % {"said": said}
    share = formats.percent(abs(bought / expected - 1)) if expected else ""
    more = _("%(share)s more") if bought > expected else _("%(share)s fewer")
    return _(
        "%(said)s: %(more)s. Chance alone would have left it between %(low)s and %(high)s; the rest is a season or a"
        " change that the past before it did not show."
    ) % {
        "said": said,
        "more": more % {"share": share},
        "low": formats.number(round(chosen["expected_low"])),
        "high": formats.number(round(chosen["expected_high"])),
    }


def choice_sentence(told: Document) -> str:
    """Which model is used, and why."""
    name, best = model_name(told["chosen"]), model_name(told["best"])
    if len(told["models"]) == 1:
        return _("“%(name)s” is used; no other model could be fitted to this past.") % {"name": name}
    if told["chosen"] == told["models"][0]["name"]:
        return _(
            "“%(name)s” is used. It is the simplest, and no other model foretold this time better by more than chance."
        ) % {"name": name}
    if told["chosen"] == told["best"]:
        return _("“%(name)s” is used. It foretold this time better than every simpler one, by more than chance.") % {
            "name": name
        }
    return _("“%(name)s” is used. “%(best)s” was no better than chance allows, and is less simple.") % {
        "name": name,
        "best": best,
    }


def ranking_sentence(told: Document) -> str:
    """Whether sorting by the model finds the buyers better than simple lists."""
    ours = told["rankings"]["model"]
    rival = max((name for name in told["rankings"] if name != "model"), key=lambda name: told["rankings"][name])
    return _(
        "The tenth of whom most was expected made %(ours)s of all purchases; the best simple list, “%(rival)s”, held"
        " %(theirs)s."
    ) % {
        "ours": formats.percent(ours, 1),
        "rival": LISTS[rival],
        "theirs": formats.percent(told["rankings"][rival], 1),
    }


def groups_sentence(groups: list[Mapping[str, float]]) -> str:
    """In how many groups what was said lies inside the interval of what happened."""
    kept = sum(group["low"] <= group["said"] <= group["high"] for group in groups)
    return _("In %(kept)s of %(all)s groups what was expected lies within the likely range of what came.") % {
        "kept": kept,
        "all": len(groups),
    }


def early_sentence(errors: Document) -> str:
    """How often the rule called somebody gone who was not."""
    return _(
        "Of %(all)s customers who stayed, %(wrong)s had been called gone too early: %(share)s, likely %(low)s to"
        " %(high)s."
    ) % _shares(errors, "stayed", "too_early", "early")


def late_sentence(errors: Document) -> str:
    """How often the rule still waited for somebody who was gone."""
    return _(
        "Of %(all)s who never came again, %(wrong)s were still counted as customers: %(share)s, likely %(low)s to"
        " %(high)s."
    ) % _shares(errors, "left", "too_late", "late")


def limits_sentence(errors: Document, rule: str) -> str:
    """How long the rule waits, and whether the company's past chose that."""
    if rule != "rhythm":
        return ""
    told = {
        "quantile": formats.percent(errors["quantile"], 1 if errors["quantile"] > 0.95 else 0),
        "low": formats.number(errors["at_least"]),
        "high": formats.number(errors["at_most"]),
    }
    if not errors["learnt"]:
        return (
            _(
                "The past is too short to tune the rule. Until then a silence counts as a departure when %(quantile)s"
                " of such silences would have ended, after %(low)s to %(high)s days."
            )
            % told
        )
    return (
        _(
            "Tuned to this company's past: a silence counts as a departure when %(quantile)s of the silences that a"
            " customer's own rhythm brings would have ended, after %(low)s days at least and %(high)s at most."
        )
        % told
    )


def chosen_model(told: Document) -> Mapping[str, Any]:
    """The scores of the model in use."""
    found: Mapping[str, Any] = next(each for each in told["models"] if each["name"] == told["chosen"])
    return found


def _shares(errors: Document, whole: str, part: str, share: str) -> dict[str, str]:
    return {
        "all": formats.number(errors[whole]),
        "wrong": formats.number(errors[part]),
        "share": formats.percent(errors[share]["value"]),
        "low": formats.percent(errors[share]["low"]),
        "high": formats.percent(errors[share]["high"]),
    }
