"""The playbook for programs: one router for each part."""

from ninja import Router

from regain.knowledge.playbook.api import causes, guard, offers, reasons, suggesting, wording

router = Router()
router.add_router("", causes.router)
router.add_router("", reasons.router)
router.add_router("", wording.router)
router.add_router("", offers.router)
router.add_router("", suggesting.router)
router.add_router("", guard.router)
