"""How often a 95 % interval covers the truth: a thousand made-up companies per model, simulated and refitted.

Usage: python benchmarks/recovery.py [COMPANIES]; writes benchmarks/results/recovery.json and recovery.md. An interval is
estimate × exp(±1.96 standard deviations of its logarithm), from the exact curvature of the likelihood at its peak.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from regain_value import CONTRACTS, MODELS, MONTH, WEEK, YEAR, Summary
from regain_value.models import (
    FittedBetaDiscreteWeibull,
    FittedBGBB,
    FittedBGNBD,
    FittedBuyers,
    FittedGammaGamma,
    FittedMBGNBD,
    FittedModel,
    FittedParetoNBD,
    FittedShiftedBetaGeometric,
)

RESULTS = Path(__file__).parent / "results"
MANY = 1_000
NORMAL_95 = 1.959964
FIRST_SEED = 1
BOUNDS = (0.92, 0.98)
BUYERS = FittedBGNBD.from_params(unit=WEEK, r=0.243, alpha=4.414, a=0.793, b=2.426)


@dataclass(frozen=True)
class Company:
    """A company the model describes truly; ages in whole units of it, uniform between two."""

    truth: FittedModel
    customers: int
    ages: tuple[int, int]
    like: str

    def summary(self, seed: int) -> Summary:
        """What would be seen of it."""
        ages = np.random.default_rng((seed, 0)).integers(*self.ages, self.customers, endpoint=True)
        if isinstance(self.truth, FittedBuyers):
            return self.truth.simulate(ages, seed=seed)
        known = BUYERS.simulate(ages, seed=seed)
        spend = self.truth.simulate(known.frequency, seed=seed + 1_000_000)
        columns = {"frequency": known.frequency, "recency": known.recency, "age": known.age, "spend": spend}
        return Summary.of(columns, unit=known.unit)


COMPANIES = {
    "BG/NBD": Company(BUYERS, 5_000, (26, 104), "the CDNOW sample"),
    "MBG/NBD": Company(
        FittedMBGNBD.from_params(unit=WEEK, r=0.525, alpha=6.183, a=0.891, b=1.614),
        5_000,
        (26, 104),
        "the CDNOW sample",
    ),
    "Pareto/NBD": Company(
        FittedParetoNBD.from_params(unit=WEEK, r=0.5533, alpha=10.578, s=0.606, beta=11.664),
        5_000,
        (26, 104),
        "the CDNOW sample",
    ),
    "BG/BB": Company(
        FittedBGBB.from_params(unit=YEAR, alpha=1.204, beta=0.75, gamma=0.657, delta=2.783),
        11_104,
        (6, 6),
        "the paper's donors",
    ),
    "Gamma-Gamma": Company(
        FittedGammaGamma.from_params(unit=WEEK, p=6.25, q=3.74, gamma=15.44), 5_000, (26, 104), "the CDNOW sample"
    ),
    "shifted beta-geometric": Company(
        FittedShiftedBetaGeometric.from_params(unit=YEAR, alpha=0.668, beta=3.806),
        5_000,
        (1, 8),
        "the paper's high-end contracts",
    ),
    "beta-discrete-Weibull": Company(
        FittedBetaDiscreteWeibull.from_params(unit=MONTH, alpha=0.6, beta=2.5, c=1.4),
        5_000,
        (1, 24),
        "those of a monthly subscription",
    ),
}


@dataclass(frozen=True)
class Recovery:
    """One parameter over all companies; median_factor: half the interval, as a factor of the estimate."""

    model: str
    letter: str
    truth: float
    coverage: float
    median_estimate: float
    median_factor: float
    not_pinned_down: int


def main(companies: int) -> None:
    """Refit every model, write what came out, complain of an interval that does not hold."""
    models = MODELS | CONTRACTS
    if set(models) != set(COMPANIES):
        sys.exit(f"No company for {', '.join(sorted(set(models) ^ set(COMPANIES)))}; name its truth in COMPANIES.")
    found = [each for paper in models for each in recovery(paper, companies)]
    document = {"companies": companies, "first_seed": FIRST_SEED, "parameters": [asdict(each) for each in found]}
    (RESULTS / "recovery.json").write_text(json.dumps(document, indent=1) + "\n")
    (RESULTS / "recovery.md").write_text(readable(found, companies))
    off = [each for each in found if not BOUNDS[0] <= each.coverage <= BOUNDS[1]]
    sys.exit("".join(f"{each.model} {each.letter}: {each.coverage:.1%} covered\n" for each in off) or None)


def recovery(paper: str, companies: int) -> list[Recovery]:
    """Every parameter of one model."""
    company, model = COMPANIES[paper], (MODELS | CONTRACTS)[paper]
    fits = [model.fit(company.summary(FIRST_SEED + place)) for place in range(companies)]
    logs = np.log([fitted.values for fitted in fits])
    spread = np.sqrt([np.diag(fitted.covariance_of_logs) for fitted in fits])
    covered = np.abs(logs - np.log(company.truth.values)) <= NORMAL_95 * spread
    return [
        Recovery(
            model=paper,
            letter=letter,
            truth=company.truth.values[place],
            coverage=round(float(covered[:, place].mean()), 4),
            median_estimate=float(f"{np.exp(np.median(logs[:, place])):.4g}"),
            median_factor=float(f"{np.exp(NORMAL_95 * np.median(spread[:, place])):.4g}"),
            not_pinned_down=sum(letter in fitted.at_edge for fitted in fits),
        )
        for place, letter in enumerate(company.truth.letters)
    ]


def readable(found: list[Recovery], companies: int) -> str:
    """The same as a page."""
    luck = 100 * NORMAL_95 * np.sqrt(0.95 * 0.05 / companies)
    companies_told = [
        f"* {paper}: {company.customers:,} customers like {company.like}, seen for"
        f" {' to '.join(str(age) for age in dict.fromkeys(company.ages))} {company.truth.unit.name}s."
        for paper, company in COMPANIES.items()
    ]
    rows = [
        f"| {each.model} | {each.letter} | {each.truth:g} | {100 * each.coverage:.1f} % | {each.median_estimate:g}"
        f" | {each.median_factor:.2f} | {each.not_pinned_down} |"
        for each in found
    ]
    return "\n".join(
        [
            "# Do the 95 % intervals hold?",
            "",
            f"{companies:,} made-up companies per model, simulated from the truth and refitted. By luck alone a perfect"
            f" interval covers it in 95 ± {luck:.1f} %.",
            "",
            *companies_told,
            "",
            "| model | parameter | truth | covered | median estimate | interval, × or ÷ | not pinned down |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
