"""The likelihood of BG/NBD and MBG/NBD on distinct histories, with exact derivatives.

With s = r + x, and m coins tossed by a customer who is alive (x in BG/NBD, x + 1 in MBG/NBD),

    L = Γ(s)/Γ(r) · α^r · B(a, b + m)/B(a, b) · (α + T)^(−s) · (1 + e^o),
    o = ln a − ln(b + m − 1) + s · ln((α + T)/(α + t_x)),

where e^o is the odds of having left after the last purchase; without a toss (m = 0) e^o is 0.
Fader, Hardie & Lee (2005), equation (6); Batislam, Denizel & Filiztekin (2007), equation (6).
Gammas and betas are rising factorials here, ∏(r + j) and ∏(b + j)/(a + b + j), so their sum over
customers needs only how many reached each j, and keeps its digits for any size of parameter.
"""

import numpy as np

from regain_value.arrays import FloatArray, IntArray, inner, tally
from regain_value.distinct import Distinct
from regain_value.maximum import Height


class DropoutHistories:
    """Distinct histories with counts: summed by steps reached and by age, and odds row by row."""

    def __init__(self, known: Distinct, *, scale: float, tosses_at_first: int) -> None:
        _, recency, age = known.columns
        n, many = known.counts, known.rows[0]
        bought = many.astype(np.int64)
        self.first = tosses_at_first
        self.reached = _reached(bought, n)
        self.x = np.arange(len(self.reached) + 1.0)
        self.age, self.recency = age.values / scale, recency.values / scale
        self.customers_of_age = tally(age.place, n, len(age.values))
        self.bought_at_age = tally(age.place, n * many, len(age.values))
        tossed = np.flatnonzero(many + tosses_at_first > 0)
        self.counts, self.many = n[tossed], many[tossed]
        self.at_x, self.at_age = bought[tossed], age.place[tossed]
        self.at_recency = recency.place[tossed]

    def likelihood(self, theta: FloatArray) -> Height:
        """Log likelihood, its gradient and its Hessian in r, α, a, b, summed by counts."""
        parts = self._buying(theta), self._staying(theta), self._waiting(theta), self._gone(theta)
        return Height(
            sum(part.value for part in parts),
            np.sum([part.slope for part in parts], axis=0),
            np.sum([part.curvature for part in parts], axis=0),
        )

    def _buying(self, theta: FloatArray) -> Height:
        """Σ ln(r + j) over the purchases j of everybody."""
        height = _nothing()
        n, rate = self.reached, theta[0] + np.arange(len(self.reached))
        height.slope[0] = inner(n, 1 / rate)
        height.curvature[0, 0] = -inner(n, 1 / rate**2)
        return height._replace(value=inner(n, np.log(rate)))

    def _staying(self, theta: FloatArray) -> Height:
        """Σ ln((b + j)/(a + b + j)) over the tosses j of everybody."""
        height = _nothing()
        a, b = theta[2:]
        n = self.reached
        if self.first:
            n = np.concatenate(([self.customers_of_age.sum()], n))
        stay = b + np.arange(len(n))
        either = a + stay
        height.slope[2:] = -inner(n, 1 / either), a * inner(n, 1 / (stay * either))
        height.curvature[2:, 2:] = inner(n, 1 / either**2)
        height.curvature[3, 3] = -a * inner(n, (either + stay) / (stay * either) ** 2)
        return height._replace(value=-inner(n, np.log1p(a / stay)))

    def _waiting(self, theta: FloatArray) -> Height:
        """Σ r ln α − s ln(α + T), by age."""
        height = _nothing()
        r, alpha = theta[:2]
        n, bought = self.customers_of_age, self.bought_at_age
        u = 1 / (alpha + self.age)
        grown, lost = np.log1p(self.age / alpha), self.age * u / alpha
        height.slope[:2] = -inner(n, grown), r * inner(n, lost) - inner(bought, u)
        height.curvature[0, 1] = height.curvature[1, 0] = inner(n, lost)
        height.curvature[1, 1] = inner(bought, u * u) - r * inner(n, lost * (u + 1 / alpha))
        return height._replace(value=inner(bought, np.log(u)) - r * inner(n, grown))

    def _gone(self, theta: FloatArray) -> Height:
        """Σ ln(1 + e^o) over those who have tossed a coin."""
        r, alpha, a, b = theta
        n, shape = self.counts, r + self.many
        left = np.maximum(b + self.x + (self.first - 1), b)
        u, v = 1 / (alpha + self.age), 1 / (alpha + self.recency)
        drift = np.log1p(self.age / alpha)[self.at_age]
        drift -= np.log1p(self.recency / alpha)[self.at_recency]
        odds = shape * drift
        odds += np.log(a / left)[self.at_x]
        turned = np.exp(-np.abs(odds))
        gone = np.where(odds > 0, 1.0, turned) / (1 + turned)
        value = inner(n, np.maximum(odds, 0.0) + np.log1p(turned))
        now, last = u[self.at_age], v[self.at_recency]
        tilt = np.stack([drift, shape * (now - last), (1 / left)[self.at_x]])
        weight = n * gone
        first, everybody = tilt @ weight, float(weight.sum())
        unsure = weight * (1 - gone)
        bend = np.zeros((4, 4))
        places = np.ix_([0, 1, 3], [0, 1, 3])
        bend[places] = (tilt * unsure) @ tilt.T
        bend[2, [0, 1, 3]] = bend[[0, 1, 3], 2] = tilt @ unsure / a
        bend[2, 2] = (float(unsure.sum()) - everybody) / a**2
        bend[3, :3] *= -1
        bend[:3, 3] *= -1
        cross = inner(weight, now - last)
        bend[0, 1] += cross
        bend[1, 0] += cross
        bend[1, 1] -= inner(weight, tilt[1] * (now + last))
        bend[3, 3] += inner(weight, tilt[2] * tilt[2])
        return Height(value, np.array([first[0], first[1], everybody / a, -first[2]]), bend)


def _nothing() -> Height:
    return Height(0.0, np.zeros(4), np.zeros((4, 4)))


def _reached(place: IntArray, counts: FloatArray) -> FloatArray:
    """How many customers made purchase j + 1, for j = 0, 1, and so on."""
    customers = tally(place, counts)
    return customers[::-1].cumsum()[::-1][1:]
