"""The recovery desk for programs. Money is text with two decimals, in the cycle's currency; shares are 0 to 1."""

from ninja import Router

from regain.desks.recovery.api import calls, cases, cycles, executives, queue, results

router = Router()
router.add_router("", cycles.router)
router.add_router("", results.router)
router.add_router("", queue.router)
router.add_router("", calls.router)
router.add_router("", cases.router)
router.add_router("", executives.router)
