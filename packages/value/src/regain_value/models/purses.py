"""The likelihood of Gamma-Gamma, with exact derivatives: equation (1a) of the note, summed.

With X = x·(mean spend), a customer's purses together, and everything that depends on the number
of purchases alone summed by that number,

    ln L = −ln B(px, q) + q ln γ − ln(mean spend) − q ln X − (px + q) ln(1 + γ/X).
"""

from functools import cached_property

import numpy as np

from regain_value.arrays import FloatArray, IntArray, inner, tally
from regain_value.maximum import Height
from regain_value.special import digamma, log_beta, trigamma

CELLS_PER_E = 20
"""Cells of a coarser view for each factor e of money."""


class Purses:
    """Customers who bought again: x, ln X and how many are alike."""

    def __init__(self, x: FloatArray, logs: FloatArray, counts: FloatArray) -> None:
        self.x, self.logs, self.counts = x, logs, counts
        customers = tally(x.astype(np.int64), counts)
        level: IntArray = np.flatnonzero(customers)
        self.level, self.level_counts = level.astype(np.float64), customers[level]
        self.sum_logs = inner(counts, logs)
        self.sum_log_spend = self.sum_logs - float(self.level_counts @ np.log(self.level))

    def __len__(self) -> int:
        return len(self.x)

    @cached_property
    def _total(self) -> FloatArray:
        return np.exp(self.logs)

    @cached_property
    def _weights(self) -> FloatArray:
        return np.stack([self.counts, self.counts * self.x])

    def coarser(self) -> "Purses":
        """Equal counts of purchases and nearly equal money as one, at its mean logarithm."""
        rank = np.zeros(int(self.level[-1]) + 1, dtype=np.int64)
        rank[self.level.astype(np.int64)] = np.arange(len(self.level))
        lowest = float(self.logs.min())
        width = int((float(self.logs.max()) - lowest) * CELLS_PER_E) + 1
        cell = rank[self.x.astype(np.int64)] * width
        cell += ((self.logs - lowest) * CELLS_PER_E).astype(np.int64)
        counts = tally(cell, self.counts)
        full = np.flatnonzero(counts)
        logs = tally(cell, self.counts * self.logs)[full] / counts[full]
        return Purses(self.level[full // width], logs, counts[full])

    def likelihood(self, theta: FloatArray) -> Height:
        """Log likelihood, its gradient and its Hessian in p, q, γ."""
        p, q, gamma = theta
        x, n = self.level, self.level_counts
        every, joint = float(n.sum()), p * x + q
        share = 1 / (gamma + self._total)
        (log_n, log_x), (once_n, once_x), (twice_n, twice_x) = (
            self._weights @ part for part in (np.log1p(gamma / self._total), share, share * share)
        )
        of_q = every * np.log(gamma) - self.sum_logs - log_n
        value = q * of_q - p * log_x - self.sum_log_spend - float(n @ log_beta(p * x, q))
        slope = (
            float((n * x) @ (digamma(joint) - digamma(p * x))) - log_x,
            float(n @ (digamma(joint) - digamma(q))) + of_q,
            every * q / gamma - p * once_x - q * once_n,
        )
        turn = trigamma(joint)
        bend_p, bend_q = (n * x * x) @ (turn - trigamma(p * x)), n @ (turn - trigamma(q))
        cross, from_q = (n * x) @ turn, every / gamma - once_n
        bend_gamma = p * twice_x + q * twice_n - every * q / gamma**2
        bend = [[bend_p, cross, -once_x], [cross, bend_q, from_q], [-once_x, from_q, bend_gamma]]
        return Height(float(value), np.array(slope), np.array(bend))
