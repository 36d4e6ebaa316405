"""Regain: who left, what they were worth, whom to call — and proof that they came back."""

__version__ = "0.1.0"
