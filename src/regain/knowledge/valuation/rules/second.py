"""What lives begun by a return were like, and what they say in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regain.knowledge.valuation.rules.learning import absences_of
from regain_value import YEAR, FittedSecondLives, NaturalChance, Span, fit_second_lives

SEEN, ENDED = 30, 10
"""Second lives that must have been seen, and those of them that must be over, before their length is measured."""


@dataclass(frozen=True)
class SecondLives:
    """The second lives seen, looked at over `horizon`."""

    fitted: FittedSecondLives
    horizon: Span

    @property
    def is_measured(self) -> bool:
        """Whether enough were seen, and ended, to know how long they last."""
        return self.fitted.seen >= SEEN and self.fitted.over >= ENDED

    @property
    def sentence(self) -> str:
        """The evidence in plain words."""
        seen, over = self.fitted.seen, self.fitted.over
        if not self.fitted.is_measured:
            who = f"Only {seen} have" if seen else "Nobody has"
            return f"{who} come back so far; a cautious guess stands in."
        months = self.fitted.months(horizon=self.horizon).value[0]
        years = self.horizon.in_unit(YEAR)
        return (
            f"{seen:,} second lives were seen; {over:,} of them are over. While back they spent"
            f" {self.fitted.as_seen:.0%} of what they used to. Of the next {years:g} years such a life lasts about"
            f" {months:.0f} months."
        )

    @property
    def selection(self) -> str:
        """Why those who came back do not speak for everybody, in plain words; nothing while none were seen."""
        if not self.fitted.is_measured:
            return ""
        return (
            "Those who came back by themselves are no random sample of those who left. Counted so that they stand"
            f" for everybody who left, they spent {self.fitted.for_all:.0%} of what they used to; the interval also"
            " allows for those a call brings back being keener or less keen than that."
        )


def fit_second(lives: Mapping[str, Any], chance: NaturalChance, *, horizon: Span) -> SecondLives:
    """Length and contribution of second lives, weighted to stand for all who left."""
    told = {name: lives[name] for name in ("lasted", "over", "spent", "expected", "monthly")}
    if not len(lives["lasted"]) or chance.hazard is None:
        return SecondLives(fit_second_lives(**told), horizon)
    gone = absences_of({**lives, "spent": lives["spent_before"]})
    within_a_year = chance.hazard.chances(gone, horizon=1 * YEAR)
    return SecondLives(fit_second_lives(**told, chance=within_a_year.value), horizon)
