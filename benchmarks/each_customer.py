"""The life and the summary of every customer, handed over as arrays, bucket by bucket: `each_customer.py LAKE`.

The part of a valuation that must read everything: lives by rhythm, then what the purchase models need of each.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import regain
from regain.knowledge.ledger import queries as ledger
from regain.knowledge.ledger.rules import RHYTHM, Rule, rhythm_patience
from regain.knowledge.warehouse.lake.questions import Questions
from regain.knowledge.warehouse.lake.store import Lake

VALUATION = Questions(Path(regain.__file__).parent / "knowledge" / "valuation" / "sql")
PATIENCE = rhythm_patience(r=1.1, alpha=40.0)


def summarised(lake: Lake, as_of: date, bucket: int | None) -> int:
    """How many customers a bucket holds, once each has a life and a summary."""
    with ledger.sweep(lake, bucket, threads=1) as connection:
        ledger.mark(connection, as_of=as_of, rule=Rule(RHYTHM), patience=PATIENCE)
        ledger.live(connection, as_of=as_of, rule=Rule(RHYTHM))
        return len(VALUATION.ask(connection, "histories", as_of=as_of).fetchnumpy()["age"])


def main(root: Path) -> None:
    """Go through everybody, two buckets at a time."""
    lake = Lake(root)
    each = partial(summarised, lake, ledger.as_of_default(lake))
    with ThreadPoolExecutor(lake.threads) as pool:
        customers = sum(pool.map(each, ledger.sweeps(lake)))
    sys.stdout.write(f"{customers:,} customers\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
