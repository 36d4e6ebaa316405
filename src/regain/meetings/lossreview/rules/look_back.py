"""Looking back: the packs of a quarter or a year added up. A sum of packs is a pack of a longer time."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.period import month_after, month_of, period
from regain.meetings.lossreview.rules.pack import CallsMade, Loss, Losses, Pack, Part, ReasonLine, ReasonTable, Trial

YEAR: Final = re.compile(r"[12]\d{3}")
LARGEST: Final = 10
Thing = TypeVar("Thing")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Over:
    """A quarter or a year. `text` is `2011-Q3` or `2011`."""

    text: str
    from_on: date
    until_on: date

    @property
    def months(self) -> tuple[str, ...]:
        """Its months, `2011-07` and on."""
        count = 12 if len(self.text) == 4 else 3
        return tuple(month_of(month_after(self.from_on, step)).text for step in range(count))


def over(text: str) -> Over:
    """The quarter or year of that name. Raises Invalid."""
    asked = text.strip().upper()
    if YEAR.fullmatch(asked):
        return Over(asked, date(int(asked), 1, 1), date(int(asked) + 1, 1, 1))
    if "Q" not in asked:
        raise Invalid(f"{text!r} is no quarter and no year. Use a quarter such as 2011-Q3, or a year such as 2011.")
    found = period(asked)
    return Over(found.text, found.from_on, found.until_on)


def spans(months: Iterable[str]) -> tuple[str, ...]:
    """The quarters and years these months lie in, the newest first, a year after its quarters."""
    quarters = {f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in months}
    return tuple(sorted(quarters | {quarter[:4] for quarter in quarters}, key=lambda text: (text[:4], text[4:]))[::-1])


def together(packs: Sequence[Pack], asked: Over, *, title: str, headline: str) -> Pack:
    """The packs of some months as one, oldest first; there is one at least, and all count in one currency."""
    last = packs[-1]
    if len({each.currency for each in packs}) > 1:
        raise Invalid("The packs of these months count in different currencies, so they cannot be added up.")
    return replace(
        last,
        period=asked.text,
        title=title,
        headline=headline,
        from_on=asked.from_on,
        until_on=asked.until_on,
        actions=(),
        months=tuple(each.month for each in packs),
        losses=_losses([each.losses for each in packs]),
        reasons=tuple(_table([_standing(each, table.standing) for each in packs]) for table in last.reasons),
        calls=tuple(call for each in packs for call in each.calls),
        callers=_callers(packs),
        mirrors=(),
        trials=_newest(packs),
        health=(),
    )


def _standing(pack: Pack, standing: str) -> ReasonTable:
    return next(each for each in pack.reasons if each.standing == standing)


def _losses(all_: Sequence[Losses]) -> Losses:
    return Losses(
        departures=sum(each.departures for each in all_),
        value_lost=sum((each.value_lost for each in all_), Decimal(0)),
        back=_part([each.back for each in all_]),
        largest=_largest([loss for each in all_ for loss in each.largest]),
        segments=_parts([part for each in all_ for part in each.segments]),
        countries=_parts([part for each in all_ for part in each.countries]),
    )


def _largest(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    return tuple(sorted(losses, key=lambda loss: (-loss.value_lost, loss.customer))[:LARGEST])


def _table(tables: Sequence[ReasonTable]) -> ReasonTable:
    lines = _grouped((line for table in tables for line in table.lines), lambda line: line.reason)
    added = [_reason(found) for found in lines.values()]
    return ReasonTable(
        standing=tables[-1].standing,
        title=tables[-1].title,
        lines=tuple(sorted(added, key=lambda line: (-line.value_lost, line.reason))),
        could_not_say=_part([each.could_not_say for each in tables]),
        not_asked=_part([each.not_asked for each in tables]),
        total=_part([each.total for each in tables]),
    )


def _reason(lines: Sequence[ReasonLine]) -> ReasonLine:
    return replace(
        lines[-1],
        departures=sum(line.departures for line in lines),
        weight=sum((line.weight for line in lines), Decimal(0)),
        value_lost=sum((line.value_lost for line in lines), Decimal(0)),
        href="",
    )


def _parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    added = [_part(found) for found in _grouped(parts, lambda part: part.name).values()]
    return tuple(sorted(added, key=lambda part: (-part.value_lost, part.name)))


def _part(parts: Sequence[Part]) -> Part:
    """One part, added up; the customers behind it are on the pages of the months."""
    return replace(
        parts[-1],
        departures=sum(part.departures for part in parts),
        value_lost=sum((part.value_lost for part in parts), Decimal(0)),
        href="",
    )


def _callers(packs: Sequence[Pack]) -> tuple[CallsMade, ...]:
    found = _grouped((caller for pack in packs for caller in pack.callers), lambda caller: caller.person)
    return tuple(
        CallsMade(
            person,
            drawn=sum(each.drawn for each in made),
            tried=sum(each.tried for each in made),
            spoken=sum(each.spoken for each in made),
            on_time=sum(each.on_time for each in made),
        )
        for person, made in sorted(found.items())
    )


def _newest(packs: Sequence[Pack]) -> tuple[Trial, ...]:
    """Each cycle as the last pack that tells of it has it: the longer it is followed, the more is known."""
    known: Mapping[str, Trial] = {trial.period: trial for pack in packs for trial in pack.trials}
    return tuple(trial for _, trial in sorted(known.items()))


def _grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> Mapping[Key, list[Thing]]:
    found: dict[Key, list[Thing]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found
