"""The Loss Review for programs. Money is text with two decimals, in the company's currency; shares are 0 to 1."""

from ninja import Router

from regain.meetings.lossreview.api import actions, issues, meetings, proofs, reviews

router = Router()
router.add_router("", actions.router)
router.add_router("", issues.router)
router.add_router("", meetings.router)
router.add_router("", proofs.router)
router.add_router("", reviews.router)
