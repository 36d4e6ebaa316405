"""The playbook for programs: one router for each part."""

from ninja import Router

router = Router()
