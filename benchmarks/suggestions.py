"""Suggestions on banking77: how often right, how long learning and suggesting take, beside scikit-learn's own pipeline.

Usage: python benchmarks/suggestions.py FOLDER; the folder holds banking77_train.csv.gz and banking77_test.csv.gz
(Casanueva et al. 2020, CC BY 4.0), and may hold cfpb_narratives_sample.csv for texts as long as a page.
Writes benchmarks/results/suggestions.json and suggestions.md.
"""

import csv
import gzip
import json
import os
import platform
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regain.shell.settings")
os.environ["REGAIN_HOME"] = tempfile.mkdtemp(prefix="regain-bench-")
django.setup()

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import FeatureUnion, make_pipeline

from regain.knowledge.playbook.jobs.learning import fitted, held_out
from regain.knowledge.playbook.queries.lessons import Material, Note
from regain.knowledge.playbook.queries.model import About, Model, written
from regain.knowledge.playbook.rules.measuring import measured, wilson

RESULTS = Path(__file__).parent / "results"
SIZES = (3, 10, 30, 0)
"""Notes of each intent; 0 for all of them."""
ABOUT = About(datetime(2026, 1, 1, tzinfo=UTC), 0, None, "", None)
Row = dict[str, Any]
Ranker = Callable[[str], Sequence[int]]


def main(folder: Path) -> None:
    """Learn from more and more notes of the training set, ask about the whole test set, write the results."""
    train, test = read(folder / "banking77_train.csv.gz"), read(folder / "banking77_test.csv.gz")
    names = sorted({label for _text, label in train})
    ids = {name: number for number, name in enumerate(names)}
    rows = [row for size in SIZES for row in measure(chosen(train, size), test, ids)]
    notes = [Note(text, {ids[label]: 1.0}, text) for text, label in train]
    model = fitted(notes, ABOUT)
    told: Row = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "rows": rows,
        "own_estimate": own_estimate(notes),
        "file_kb": round(len(written(model)) / 1024),
        "suggesting_ms": times(model, [text for text, _label in test]),
    }
    long = folder / "cfpb_narratives_sample.csv"
    if long.exists():
        with long.open() as file:
            texts = [row["Consumer complaint narrative"] for row in csv.DictReader(file)]
        told["long_letters"] = round(median(len(text) for text in texts))
        told["long_ms"] = times(model, texts)
    (RESULTS / "suggestions.json").write_text(json.dumps(told, indent=1) + "\n")
    (RESULTS / "suggestions.md").write_text(report(told))


def read(path: Path) -> list[tuple[str, str]]:
    """Texts with their intents."""
    with gzip.open(path, "rt") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def chosen(train: list[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    """So many texts of each intent, the same ones every time."""
    shuffled = random.Random(77).sample(train, len(train))
    seen: dict[str, int] = {}
    kept = []
    for text, label in shuffled:
        seen[label] = seen.get(label, 0) + 1
        if not size or seen[label] <= size:
            kept.append((text, label))
    return kept


def measure(train: list[tuple[str, str]], test: list[tuple[str, str]], ids: dict[str, int]) -> list[Row]:
    """Everybody learns from these texts and is asked about the test set."""
    found = []
    for name, learn in LEARNERS.items():
        wall, cpu = perf_counter(), process_time()
        rank = learn(train, ids)
        wall, cpu = perf_counter() - wall, process_time() - cpu
        places = [place(rank(text), ids[label]) for text, label in test]
        first, three = wilson(sum(each == 0 for each in places), len(test)), sum(each < 3 for each in places)
        found.append(
            {
                "learner": name,
                "notes": len(train),
                "first": first.value,
                "low": first.low,
                "high": first.high,
                "three": three / len(test),
                "wall_s": round(wall, 2),
                "cpu_s": round(cpu, 2),
            }
        )
        print(found[-1], flush=True)
    return found


def place(ranked: Sequence[int], reason: int) -> int:
    """Where the right one came."""
    return list(ranked).index(reason) if reason in ranked else len(ranked)


def ours(train: list[tuple[str, str]], ids: dict[str, int]) -> Ranker:
    """What the job does."""
    model = fitted([Note(text, {ids[label]: 1.0}) for text, label in train], ABOUT)

    def rank(text: str) -> Sequence[int]:
        chances = model.chances(text)
        return sorted(chances, key=lambda each: -chances[each])[:3]

    return rank


def plain(train: list[tuple[str, str]], ids: dict[str, int]) -> Ranker:
    """scikit-learn's own vectorisers with the same n-grams, and its logistic regression with its defaults."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return pipeline(make_pipeline(FeatureUnion([("w", words), ("c", letters)]), LogisticRegression(C=10)), train, ids)


def bayes(train: list[tuple[str, str]], ids: dict[str, int]) -> Ranker:
    """Naive Bayes on words, the usual first try."""
    return pipeline(make_pipeline(TfidfVectorizer(), MultinomialNB()), train, ids)


def pipeline(steps: Any, train: list[tuple[str, str]], ids: dict[str, int]) -> Ranker:
    """A scikit-learn pipeline as a ranker."""
    steps.fit([text for text, _label in train], [ids[label] for _text, label in train])

    def rank(text: str) -> Sequence[int]:
        chances = steps.predict_proba([text])[0]
        return [int(steps.classes_[each]) for each in chances.argsort()[::-1][:3]]

    return rank


LEARNERS = {"Regain": ours, "scikit-learn, same n-grams": plain, "naive Bayes on words": bayes}


def own_estimate(notes: list[Note]) -> Row:
    """What the product would say about itself from the training set alone, to hold against the test set."""
    material = Material(catalogue=(), notes=tuple(notes), newest=None, lessons=len(notes), digest="")
    told = measured(held_out(material, 0, ABOUT))
    assert told is not None
    return {"notes": told.notes, "first": told.first.value, "low": told.first.low, "high": told.first.high}


def times(model: Model, texts: list[str]) -> Row:
    """Milliseconds of CPU for one text: the median and the slowest of a hundred."""
    spent = []
    for text in texts[:1000]:
        began = process_time()
        model.chances(text)
        spent.append((process_time() - began) * 1000)
    return {"median": round(median(spent), 2), "p99": round(quantiles(spent, n=100)[98], 2)}


def report(told: Row) -> str:
    """The results for people."""
    own, short, long = told["own_estimate"], told["suggesting_ms"], told.get("long_ms")
    lines = [
        "# Suggestions",
        "",
        f"{told['machine']}; banking77 (Casanueva et al. 2020): 77 intents, the whole test set of 3,083 questions.",
        "Learning includes reading the texts. Other work on the machine makes the times upper bounds.",
        "",
        "| notes | learner | first right | likely | among three | wall s | CPU s |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {row['notes']:,} | {row['learner']} | {row['first']:.1%} | {row['low']:.1%}–{row['high']:.1%} "
            f"| {row['three']:.1%} | {row['wall_s']:.2f} | {row['cpu_s']:.2f} |"
            for row in told["rows"]
        ),
        "",
        f"What it says of itself from {own['notes']:,} notes held back of the training set: {own['first']:.1%}, likely "
        f"{own['low']:.1%}–{own['high']:.1%}.",
        "",
        f"One suggestion takes {short['median']} ms of CPU, {short['p99']} ms at the slowest of a hundred"
        + (f"; for texts of {told['long_letters']:,} letters {long['median']} ms and {long['p99']} ms" if long else "")
        + f". The file has {told['file_kb']:,} KB.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
