"""The Loss Review for programs. Money is text with two decimals, in the company's currency; shares are 0 to 1."""

from ninja import Router

from regain.meetings.lossreview.api import actions

router = Router()
router.add_router("", actions.router)
