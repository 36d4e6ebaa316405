"""The one integral of the Pareto/NBD: having left silently at some moment since the last purchase.

With λ ~ Gamma(r, α) and μ ~ Gamma(s, β) integrated out (Fader & Hardie 2005, "A Note on Deriving
the Pareto/NBD Model"), a history (x, t_x, T) has the likelihood

    Γ(r+x)/Γ(r) · α^−x · [ g(T) + ∫ₜₓᵀ g(y) · s/(β+y) dy ],   g(y) = (1 + y/α)^−(r+x) (1 + y/β)^−s.

The papers write the integral as a difference of Gaussian hypergeometric functions, which cancel or
overflow for frequent buyers. Here it stays an integral of something positive. It depends on x and
on two moments only, so the company's distinct moments (x, y) are put in order, the integral from
each to the next is taken once, and running totals from the latest moment back serve every history.
What is left over beyond T is subtracted; it is never larger than g(T), so nothing cancels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from regain_value.arrays import FloatArray, IntArray, tally
from regain_value.distinct import distinct_rows
from regain_value.maximum import Height
from regain_value.models.panels import NEGLIGIBLE_LOG, Panels, carried, grown, panels

HISTORIES_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class Moments:
    """Distinct (x, time), sorted, at which some history has its last purchase or its as-of date.

    last, now: for every history the place of its last purchase and of its as-of date; until_next:
    time to the next moment of the same x, 0 after the latest.
    """

    x: FloatArray
    time: FloatArray
    until_next: FloatArray
    last: IntArray
    now: IntArray

    @classmethod
    def of(cls, x: FloatArray, recency: FloatArray, age: FloatArray) -> Self:
        """The moments of these histories."""
        met = distinct_rows(np.concatenate([x, x]), np.concatenate([recency, age]))
        order = np.lexsort(met.rows[::-1])
        level, time = met.rows[0][order], met.rows[1][order]
        gap = np.diff(time, append=time[-1])
        gap[:-1][level[:-1] != level[1:]] = 0.0
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        place = rank[met.back]
        return cls(level, time, gap, place[: len(x)], place[len(x) :])


class Leaving:
    """What the integral adds up to from every moment on, for one set of parameters θ.

    Everything at a moment is relative to g there. Slopes and curvatures are scaled: θᵢ ∂/∂θᵢ and
    θᵢθⱼ ∂²/∂θᵢ∂θⱼ, letters in the order r, α, s, β.
    """

    def __init__(self, theta: FloatArray, moments: Moments, *, derivatives: bool) -> None:
        self.r, self.alpha, self.s, self.beta = map(float, theta)
        self.moments = moments
        self.shape = self.r + moments.x
        self.log_bought = np.log1p(moments.time / self.alpha)
        self.log_stayed = np.log1p(moments.time / self.beta)
        self.log_g = -self.shape * self.log_bought - self.s * self.log_stayed
        follows = moments.until_next > 0
        fall = np.diff(self.log_g, append=self.log_g[-1:])
        self.carry = np.exp(fall, where=follows, out=np.zeros_like(fall))
        self.parts = [self._inside(block, derivatives) for block in self._panels()]
        sums = np.zeros((5 if derivatives else 1, len(moments.x)))
        for part in self.parts:
            sums += part.sums(len(moments.x))
        self.since = carried(sums, self.carry, backwards=True)

    def seen(self) -> tuple[FloatArray, FloatArray]:
        """Per history: the likelihood relative to g at the last purchase, and P(alive)."""
        last, now = self.moments.last, self.moments.now
        fall = np.exp(self.log_g[now] - self.log_g[last])
        since = self.since[0]
        whole = since[last] + fall * (1 - since)[now]
        return whole, fall / whole

    def heights(self, counts: FloatArray) -> Height:
        """Σ counts · ln[g(T) + ∫ …], with scaled slope and curvature."""
        last, now = self.moments.last, self.moments.now
        whole, alive = self.seen()
        at_now = self._stayed()
        since, rest = self.since[1:], at_now.slopes[:, :, 0] - self.since[1:]
        value, slope, square = 0.0, np.zeros(4), np.zeros((4, 4))
        for first in range(0, len(last), HISTORIES_AT_ONCE):
            rows = slice(first, first + HISTORIES_AT_ONCE)
            slopes = since.take(last[rows], axis=1) / whole[rows]
            slopes += alive[rows] * rest.take(now[rows], axis=1)
            weighted = counts[rows] * slopes
            value += float(counts[rows] @ (self.log_g[last[rows]] + np.log(whole[rows])))
            slope += weighted.sum(axis=1)
            square += weighted @ slopes.T
        size = len(self.shape)
        staying = tally(now, counts * alive, size)
        leaving = carried(tally(last, counts / whole, size) - staying, self.carry, backwards=False)
        curvature = self._curvature(at_now, staying, left=0) - square
        for part in self.parts:
            curvature += self._curvature(part, leaving, left=1)
        return Height(value, slope, curvature)

    def _panels(self) -> Iterator[Panels]:
        """Points between each moment and the next, as far as the integrand matters."""
        time, near = self.moments.time, min(self.alpha, self.beta)
        reach = np.minimum(
            (self.alpha + time) * grown(NEGLIGIBLE_LOG / self.shape),
            (self.beta + time) * grown(NEGLIGIBLE_LOG / (self.s + 1)),
        )
        length = np.minimum(self.moments.until_next, reach)
        end = time + length
        steepness = (near + end) * (
            self.shape / (self.alpha + end) + (self.s + 1) / (self.beta + end)
        )
        return panels(nearness=near + time, length=length, steepness=steepness)

    def _inside(self, block: Panels, derivatives: bool) -> "_Terms":
        """The integrand at the points of these panels, relative to g at the start of each."""
        start, shape = self.moments.time[block.place, None], self.shape[block.place, None]
        bought, stayed = (
            block.growth
            if scale == min(self.alpha, self.beta)
            else np.log1p(block.offset / (scale + start))
            for scale in (self.alpha, self.beta)
        )
        density = np.exp(-shape * bought - (self.s + 1) * stayed)
        density *= block.weight * (self.s / (self.beta + start))
        slopes = np.empty((4 if derivatives else 0, *density.shape))
        if derivatives:
            y = start + block.offset
            np.multiply(-self.r, self.log_bought[block.place, None] + bought, out=slopes[0])
            np.multiply(shape, y / (self.alpha + y), out=slopes[1])
            slopes[2] = 1 - self.s * (self.log_stayed[block.place, None] + stayed)
            slopes[3] = (self.s + 1) * (y / (self.beta + y)) - 1
        return _Terms(block.place, density, slopes, shape)

    def _stayed(self) -> "_Terms":
        """Having stayed: g itself at every moment."""
        time = self.moments.time
        slopes = np.array(
            [
                -self.r * self.log_bought,
                self.shape * (time / (self.alpha + time)),
                -self.s * self.log_stayed,
                self.s * (time / (self.beta + time)),
            ]
        )
        places = np.arange(len(time))
        return _Terms(places, np.ones((len(time), 1)), slopes[:, :, None], self.shape[:, None])

    def _curvature(self, terms: "_Terms", weights: FloatArray, *, left: int) -> FloatArray:
        """Σ weight · term · (∇h ∇hᵀ + ∇²h); left: 1 for the integrand, 0 for g itself."""
        omega = (terms.density * weights[terms.place, None]).ravel()
        slopes = terms.slopes.reshape(4, -1)
        stay = self.s + left
        bought = (terms.slopes[1] / terms.shape).ravel()
        stayed = (slopes[3] + left) / stay
        total = np.einsum("ip,jp->ij", slopes * omega, slopes)
        bends = [bought, slopes[1] * (bought - 2), np.ones(len(omega)), stayed, stayed * stayed]
        crossed, at_alpha, ones, met, met_twice = np.einsum("bp,p->b", np.array(bends), omega)
        mixed = np.zeros((4, 4))
        mixed[0, 1] = mixed[1, 0] = self.r * crossed
        mixed[1, 1] = at_alpha
        mixed[2, 2] = -left * ones
        mixed[2, 3] = mixed[3, 2] = self.s * met
        mixed[3, 3] = left * ones + stay * (met_twice - 2 * met)
        curvature: FloatArray = total + mixed
        return curvature


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms exp(h) of several moments, rows × points, with their slopes (letters × rows × points).

    place: the moment of each row; shape: r + x of each row.
    """

    place: IntArray
    density: FloatArray
    slopes: FloatArray
    shape: FloatArray

    def sums(self, moments: int) -> FloatArray:
        """Per moment the sum of the terms, and of each of their slopes: 1 or 5 × moments."""
        rows = [self.density, *(self.density * slope for slope in self.slopes)]
        return np.array([tally(self.place, row.sum(axis=1), moments) for row in rows])
