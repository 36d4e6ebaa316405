"""Learn to suggest reasons. Only the worker reads this file: scikit-learn has no place where pages are served."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from regain.foundation.jobs.progress import Progress
from regain.knowledge.playbook.queries.lessons import Material, Note
from regain.knowledge.playbook.queries.model import About, Model, weighed
from regain.knowledge.playbook.rules.measuring import Outcome, measured
from regain.knowledge.playbook.rules.suggesting import ENOUGH, marks

MOST_MARKS: Final = 12_000
COMMON: Final = 500
"""Texts from which on a mark must occur twice to count."""
STRENGTH: Final = 10.0
"""The inverse of the penalty on large weights."""
PRECISION: Final = 3e-4
MOST_STEPS: Final = 200
FOLDS: Final = 5
FEW: Final = 2_000
"""Up to so many notes each fifth is held out in turn; of more, one fifth is enough to tell."""

Marks = Mapping[int, int]
Table = tuple[NDArray[np.uint64], NDArray[np.float32]]


def learn(material: Material, *, about: About, progress: Progress) -> Model:
    """A model of everything, saying how often one that had not seen the notes was right about them."""
    folds = FOLDS if len(material.notes) <= FEW else 1
    steps = folds + 1 if len(material.notes) >= ENOUGH else 1
    outcomes: list[Outcome] = []
    for fold in range(steps - 1):
        progress("Testing on notes held back", fold, steps)
        outcomes += held_out(material, fold, about)
    progress("Learning from every note", steps - 1, steps)
    accuracy = measured(outcomes)
    model = fitted((*material.catalogue, *material.notes), replace(about, accuracy=accuracy))
    progress("Learnt", steps, steps)
    return model


def held_out(material: Material, fold: int, about: About) -> list[Outcome]:
    """How the notes of one fold are guessed by a model, and by a simple rule, that saw only the others."""
    away = [note for note in material.notes if _fold(note) == fold]
    kept = [note for note in material.notes if _fold(note) != fold]
    usual = [reason for reason, _count in Counter(note.main for note in kept).most_common()]
    model = fitted((*material.catalogue, *kept), about)
    return [_outcome(note, model, usual) for note in away]


def fitted(notes: Sequence[Note], about: About) -> Model:
    """Logistic regression on the marks of these notes, each counted for its reasons by their shares."""
    found = [marks(note.text) for note in notes]
    known, rarity = table(found)
    lines = [
        (row, reason, share) for row, note in enumerate(notes) for reason, share in note.shares.items() if share > 0
    ]
    rows = np.array([row for row, _reason, _share in lines])
    told = np.array([reason for _row, reason, _share in lines], np.int64)
    shares = np.array([share for _row, _reason, share in lines])
    matrix = _matrix(found, known, rarity)[rows]
    model = LogisticRegression(C=STRENGTH, tol=PRECISION, max_iter=MOST_STEPS)
    model.fit(matrix, told, sample_weight=shares)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Model(
        marks=known,
        rarity=rarity,
        weights=np.ascontiguousarray(weights.T, np.float32),
        bias=bias.astype(np.float32),
        reasons=model.classes_.astype(np.int64),
        about=about,
    )


def table(texts: Sequence[Marks]) -> Table:
    """The marks worth knowing, the most common ones where there are too many, and how rare each is."""
    counts = Counter(mark for text in texts for mark in text)
    least = 2 if len(texts) >= COMMON else 1
    common = [(mark, count) for mark, count in counts.most_common(MOST_MARKS) if count >= least]
    common.sort()
    known = np.array([mark for mark, _count in common], np.uint64)
    texts_with = np.array([count for _mark, count in common], np.float64)
    rarity = np.log((1 + len(texts)) / (1 + texts_with)) + 1
    return known, rarity.astype(np.float32)


def _matrix(texts: Sequence[Marks], known: NDArray[np.uint64], rarity: NDArray[np.float32]) -> csr_matrix:
    lines = [weighed(text, known=known, rarity=rarity) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _values in lines)])
    places = np.concatenate([places for places, _values in lines])
    values = np.concatenate([values for _places, values in lines])
    return csr_matrix((values, places, ends), shape=(len(texts), len(known)))


def _fold(note: Note) -> int:
    return crc32(note.source.encode()) % FOLDS


def _outcome(note: Note, model: Model, usual: Sequence[int]) -> Outcome:
    chances = model.chances(note.text)
    ranked = sorted(chances, key=lambda reason: -chances[reason])
    return Outcome(place=_place(note.main, ranked), simple_place=_place(note.main, usual))


def _place(reason: int, ranked: Sequence[int]) -> int:
    return ranked.index(reason) if reason in ranked else len(ranked) + FOLDS
