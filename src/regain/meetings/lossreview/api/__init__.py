"""The Loss Review for programs. Money is text with two decimals, in the company's currency; shares are 0 to 1."""

from ninja import Router

router = Router()
