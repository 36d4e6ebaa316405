"""Refusals: one clear sentence with the place, what is wrong there, and the way out."""


class RegainValueError(Exception):
    """Root of every refusal of this library."""


class BadInput(RegainValueError, ValueError):
    """The input cannot be used as it is; the message names the place and the way out."""

    def __init__(self, *, place: str, problem: str, way_out: str) -> None:
        super().__init__(f"{place}: {problem}; {way_out}.")
        self.place = place
        self.problem = problem
        self.way_out = way_out


class NotEnoughEvidence(BadInput):
    """The input is well formed but says too little to estimate anything."""


class FitFailed(RegainValueError):
    """The likelihood has no usable maximum; the message says what to look at."""
