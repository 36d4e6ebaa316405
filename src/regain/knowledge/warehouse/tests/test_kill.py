"""kill −9 at any moment: nothing half done is seen, and going on ends where a clean run ends."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regain.foundation.kit.errors import Conflict, Invalid
from regain.knowledge.warehouse.intake.source import Source
from regain.knowledge.warehouse.lake.files import locked
from regain.knowledge.warehouse.rules.catalogue import kind_named
from regain.knowledge.warehouse.rules.mapping import guess_mapping
from regain.knowledge.warehouse.tests.company import HEADER, NOW, Home
from regain.knowledge.warehouse.tests.test_again import invoices

IMPORT = """
import sys
from pathlib import Path
from regain.knowledge.warehouse.intake import text
from regain.knowledge.warehouse.tests.company import HEADER, NOW, Home
text.ROWS = 20
home = Home(Path(sys.argv[1]), guarded=len(sys.argv) > 3)
if home.imports.unfinished():
    home.imports.resume(home.imports.unfinished()[0])
else:
    home.take(Path(sys.argv[2]))
"""
MOMENTS = ("chunks/000000", "chunks/000004", "verdicts.parquet", "buckets/00.json")


def begin(home: Home, path: Path, *more: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", IMPORT, str(home.root), str(path), *more])


def kill_at(child: "subprocess.Popen[bytes]", path: Path, delay: float) -> bool:
    """Kill the child a little after a file appears; tells whether it was still at work."""
    until = time.monotonic() + 30
    while child.poll() is None and not path.exists() and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(delay)
    working = child.poll() is None
    child.kill()
    child.wait()
    return working


@pytest.mark.slow
def test_a_killed_import_is_never_half_seen_and_resumes_to_the_same_end(tmp_path: Path) -> None:
    rows = invoices(80)
    old, new = rows[:60], [[*row[:4], "5.55", "x"] if row[1] in {"S1", "S70"} else row for row in rows]
    clean, home = Home(tmp_path / "clean"), Home(tmp_path / "killed")
    for place in (clean, home):
        place.root.mkdir()
        place.sell(old, "old.csv")
    before = clean.facts()
    expected = clean.sell(new, "new.csv")
    after = clean.facts()
    path = home.write(new, "new.csv")
    chance = random.Random(7)
    kills = 0
    for moment in MOMENTS:
        kills += kill_at(begin(home, path), home.root / "imports" / "000002" / moment, chance.uniform(0, 0.03))
        assert home.facts() in (before, after)
    for number in home.imports.unfinished():
        home.imports.resume(number)
    assert kills >= len(MOMENTS) // 2
    assert home.facts() == after
    results = [record["result"] for record in home.lake.current().imports]
    assert [result["import"] for result in results] == [1, 2]
    assert {**results[1], "rejected_file": None} == {**expected.to_dict(), "rejected_file": None}


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write([[f"c{n}", n, "p", "2011-01-01", "1", ""] for n in range(50_000)])
    parent = begin(home, path, "guarded")
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    until = time.monotonic() + 30
    while not children.read_text("ascii") and time.monotonic() < until:
        time.sleep(0.01)
    child = int(children.read_text("ascii").split()[0])
    parent.kill()
    parent.wait()
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
    assert home.imports.unfinished() == [1]


def test_a_source_that_changed_meanwhile_is_not_gone_on_with(home: Home) -> None:
    path = home.write([["a", "1", "p", "2011-01-01", "1", ""]])
    job = home.imports.order(Source(path=str(path)), guess_mapping(kind_named("sales"), list(HEADER)), at=NOW)
    assert home.imports.unfinished() == [job.no]
    home.write([["a", "1", "p", "2011-01-01", "100", ""]])
    with pytest.raises(Invalid, match="changed since"):
        home.imports.resume(job.no)
    assert home.imports.unfinished() == []


def test_the_same_import_asked_for_again_goes_on_where_it_was_cut_off(home: Home) -> None:
    path = home.write(invoices(5), "sales.csv")
    source, mapping = Source(path=str(path)), guess_mapping(kind_named("sales"), list(HEADER))
    job = home.imports.order(source, mapping, at=NOW)

    assert home.imports.cut_off(source, mapping) == job.no
    assert home.imports.cut_off(Source(path=str(path), name="other"), mapping) is None
    home.imports.resume(job.no)
    assert home.imports.cut_off(source, mapping) is None


def test_an_import_is_done_by_one_process_at_a_time(home: Home) -> None:
    path = home.write(invoices(5), "sales.csv")
    job = home.imports.order(Source(path=str(path)), guess_mapping(kind_named("sales"), list(HEADER)), at=NOW)

    with locked(home.imports.place(job.no) / "lock", "taken"), pytest.raises(Conflict, match="going on at this moment"):
        home.imports.resume(job.no)
