"""Looks back: the balance of lives and the backtest under any rule and date, each computed once for the same facts.

Small companies get the answer at once. Where going through everybody takes longer than a page may, a look is made
in the background and kept in the home's `looks` folder, and the page says so until it is there.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from regain.foundation.kit.errors import Invalid
from regain.foundation.kit.home import here
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import Rule
from regain.knowledge.ledger.rules import rule as rule_named
from regain.knowledge.valuation.queries.backtest import backtest
from regain.knowledge.valuation.queries.documents import backtest_document, lives_document
from regain.knowledge.valuation.queries.standing import company_rule, terms
from regain.knowledge.warehouse import queries as warehouse
from regain.knowledge.warehouse.lake.files import write_whole
from regain.knowledge.warehouse.lake.store import Lake

LIVES: Final = "lives"
BACKTEST: Final = "backtest"
MOST_KEPT: Final = 200
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What to look at: under which rule, from which date, and for a backtest until when."""

    kind: str
    rule: Rule
    as_of: date
    until: date | None = None

    def key(self, facts: int) -> str:
        """A name for the answer."""
        told = f"{self.kind} {self.rule} {self.as_of} {self.until} {terms()} {facts}"
        return hashlib.sha256(told.encode()).hexdigest()


def asked_for(kind: str, *, rule: str = "", as_of: str = "", until: str = "", lake: Lake | None = None) -> Asked:
    """What an address asks for. Raises Invalid with a sentence for what makes no sense, NotFound without any facts.

    Without dates: the balance looks from the day after the last sale, the backtest at the last three months.
    """
    known = ledger.as_of_default(lake or warehouse.lake())
    rule_asked = rule_named(rule) if rule else company_rule()
    if kind == LIVES:
        return Asked(LIVES, rule_asked, _day(as_of) or known)
    end = _day(until) or known - timedelta(days=1)
    return Asked(BACKTEST, rule_asked, _day(as_of) or _three_months_before(end), end)


def look(asked: Asked, *, lake: Lake | None = None) -> Document | None:
    """The answer; None where it takes too long for a page and nobody has had it made yet."""
    lake = lake or warehouse.lake()
    facts = lake.current().facts
    if len(ledger.sweeps(lake)) == 1:
        return _at_once(lake, facts, asked, asked.key(facts))
    kept = _file(asked, facts)
    return json.loads(kept.read_text("utf-8")) if kept.exists() else None


def make(asked: Asked, *, lake: Lake | None = None) -> Document:
    """Compute the answer and keep it for everybody."""
    lake = lake or warehouse.lake()
    facts = lake.current().facts
    made = MAKERS[asked.kind](lake, asked)
    kept = _file(asked, facts)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(kept.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    write_whole(kept, json.dumps(made))
    return made


def _file(asked: Asked, facts: int) -> Path:
    return here().root / "looks" / f"{asked.key(facts)}.json"


@lru_cache(maxsize=64)
def _at_once(lake: Lake, facts: int, asked: Asked, key: str) -> Document:
    """`facts` and `key` are there so that newer facts or other terms are another answer."""
    return MAKERS[asked.kind](lake, asked)


def _lives(lake: Lake, asked: Asked) -> Document:
    return lives_document(ledger.census(lake, as_of=asked.as_of, rule=asked.rule))


def _backtest(lake: Lake, asked: Asked) -> Document:
    until = asked.until or asked.as_of
    return backtest_document(backtest(lake, as_of=asked.as_of, until=until, rule=asked.rule, terms=terms()))


MAKERS: Final[Mapping[str, Callable[[Lake, Asked], Document]]] = {LIVES: _lives, BACKTEST: _backtest}


def balance(asked: Asked, *, lake: Lake | None = None) -> Document | None:
    """The balance of lives; what was computed with the values is taken from there."""
    lake = lake or warehouse.lake()
    snapshot = lake.current()
    about = snapshot.about("values")
    same = about.get("rule") == str(asked.rule) and about.get("as_of") == asked.as_of.isoformat()
    if same and about.get("facts") == snapshot.facts and "lives" in about:
        told: Document = about["lives"]
        return told
    return look(asked, lake=lake)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as impossible:
        raise Invalid(f"{text!r} is not a day; write it as 2011-09-09.") from impossible


def _three_months_before(day: date) -> date:
    """The same day of the month three months before, or the last one that month has."""
    month = day.month - 3
    year, month = (day.year, month) if month > 0 else (day.year - 1, month + 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))
