"""The one real company of the papers, shared by the tests of every model."""

import os
from pathlib import Path

import numpy as np
import pytest

from regain_value import WEEK, Summary, summarise

BESIDE_CHECKOUT = Path(__file__).resolve().parents[4] / "shared" / "data"
CDNOW = Path(os.environ.get("REGAIN_RESEARCH_DATA", BESIDE_CHECKOUT)) / "CDNOW_sample.txt"


@pytest.fixture(scope="session")
def cdnow() -> Summary:
    """The 1/10 sample in weeks, calibrated to 1997-09-30 as published."""
    if not CDNOW.is_file():
        pytest.skip(f"no CDNOW sample at {CDNOW}; set REGAIN_RESEARCH_DATA to its folder")
    lines = np.loadtxt(CDNOW, dtype=str)
    days = np.array([f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in lines[:, 2]], "datetime64[D]")
    day_after = np.datetime64("1997-10-01")
    told = summarise(lines[:, 0], days, lines[:, 4].astype(float), as_of=day_after, unit=WEEK)
    assert told.spend is not None
    columns = {
        "frequency": told.frequency,
        "recency": told.recency,
        "age": told.age - 1 / 7,
        "spend": told.spend,
    }
    return Summary.of(columns, unit=WEEK)
