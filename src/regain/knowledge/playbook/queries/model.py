"""What was learnt from notes, as it lies in the home: one file of numbers, read by every process that suggests.

A model is multinomial logistic regression over the marks of a note, weighted by how rare they are (tf-idf) and set to
the same length for word marks and letter marks apart. It holds hashes and numbers, no words of anybody.
"""

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from regain.knowledge.playbook.rules.measuring import Accuracy, Share
from regain.knowledge.playbook.rules.suggesting import marks

log = logging.getLogger("regain.playbook")

FILE: Final = "suggestions.npz"
FORM: Final = 1
"""Counts the forms of the file; one of another form is learnt anew."""


@dataclass(frozen=True)
class About:
    """From what a model was learnt, and how often it was right."""

    trained_at: datetime
    lessons: int
    newest: datetime | None
    """When the newest of its lessons was taught."""
    catalogue: str
    """The digest of the catalogue it knows."""
    accuracy: Accuracy | None


@dataclass(frozen=True)
class Model:
    """F marks by K reasons."""

    marks: NDArray[np.uint64]
    """F, ascending."""
    rarity: NDArray[np.float32]
    """F: the inverse document frequency of each mark."""
    weights: NDArray[np.float32]
    """F × K."""
    bias: NDArray[np.float32]
    """K."""
    reasons: NDArray[np.int64]
    """K: the ids of the reasons."""
    about: About

    def chances(self, text: str) -> dict[int, float]:
        """The chance of each reason for these notes; empty where no mark of them is known."""
        places, values = weighed(marks(text), known=self.marks, rarity=self.rarity)
        if not len(places):
            return {}
        scores = values @ self.weights[places] + self.bias
        grown = np.exp(scores - scores.max())
        return dict(zip(self.reasons.tolist(), (grown / grown.sum()).tolist(), strict=True))


def weighed(
    found: Mapping[int, int], *, known: NDArray[np.uint64], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The places of the marks that are known, and the tf-idf of each; word marks and letter marks have length one."""
    keys = np.fromiter(found.keys(), np.uint64, len(found))
    counts = np.fromiter(found.values(), np.float32, len(found))
    places = np.searchsorted(known, keys)
    places[places == len(known)] = 0
    held = known[places] == keys if len(known) else np.zeros(len(keys), bool)
    keys, places = keys[held], places[held]
    values = (1 + np.log(counts[held])) * rarity[places]
    for block in (keys % 2 == 0, keys % 2 == 1):
        length = float(np.sqrt(np.square(values[block]).sum()))
        values[block] /= length or 1.0
    return places, values.astype(np.float32)


def path() -> Path:
    """Where the model lies."""
    return Path(settings.HOME.root) / FILE


def current() -> Model | None:
    """The model in use; None before the first one was learnt."""
    try:
        seen = path().stat()
    except FileNotFoundError:
        return None
    return _read(str(path()), seen.st_mtime_ns, seen.st_size, seen.st_ino)


def written(model: Model) -> bytes:
    """The model as the bytes of its file."""
    file = io.BytesIO()
    about = json.dumps({"form": FORM} | about_document(model.about))
    np.savez_compressed(
        file,
        about=np.array(about),
        marks=model.marks,
        rarity=model.rarity,
        weights=model.weights,
        bias=model.bias,
        reasons=model.reasons,
    )
    return file.getvalue()


def about_document(about: About) -> dict[str, Any]:
    """From what it was learnt, as JSON."""
    return asdict(about) | {
        "trained_at": about.trained_at.isoformat(),
        "newest": about.newest.isoformat() if about.newest else None,
    }


@lru_cache(maxsize=2)
def _read(file: str, _changed: int, _size: int, _number: int) -> Model | None:
    try:
        with np.load(file, allow_pickle=False) as kept:
            about = json.loads(str(kept["about"]))
            if about.pop("form") != FORM:
                return None
            return Model(
                marks=kept["marks"],
                rarity=kept["rarity"],
                weights=kept["weights"],
                bias=kept["bias"],
                reasons=kept["reasons"],
                about=_about(about),
            )
    except (OSError, ValueError, KeyError, TypeError, BadZipFile):
        log.exception("%s cannot be read; it is learnt anew", file)
        return None


def _about(told: Mapping[str, Any]) -> About:
    accuracy = told["accuracy"]
    return About(
        trained_at=datetime.fromisoformat(told["trained_at"]),
        lessons=told["lessons"],
        newest=datetime.fromisoformat(told["newest"]) if told["newest"] else None,
        catalogue=told["catalogue"],
        accuracy=_accuracy(accuracy) if accuracy else None,
    )


def _accuracy(told: Mapping[str, Any]) -> Accuracy:
    shares = {name: Share(**value) for name, value in told.items() if name != "notes"}
    return Accuracy(notes=told["notes"], **shares)
