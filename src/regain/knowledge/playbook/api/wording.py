"""Wording for programs: the words in use, changing them, going back."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from regain.foundation.kit import clock
from regain.foundation.kit.http import actor_of
from regain.knowledge.playbook.actions import wording as actions
from regain.knowledge.playbook.queries import wording as queries
from regain.knowledge.playbook.queries.wording_pages import in_use_document, version_document
from regain.knowledge.playbook.rules.wording import Text

router = Router()
Document = dict[str, Any]


class WordsIn(Schema):
    """New words for one step or letter."""

    seen: int = Field(description="The version these words replace; refused when it is not in use any more.", ge=1)
    title: str
    purpose: str
    words: str = Field(description="One line each to be said; for a letter, the letter.")
    listen_for: str = ""
    avoid: str = ""
    why: str = ""


class GoBack(Schema):
    """Which words to use again."""

    seen: int = Field(description="The version in use.", ge=1)


@router.get("/wording/{kind}", url_name="playbook_wordings", summary="Read all words of one kind")
def wordings(request: HttpRequest, kind: str) -> list[Document]:
    """`recovery` or `listening`: every step of the call in order; `letter`: every letter."""
    return [in_use_document(each) for each in queries.all_in_use(queries.any_kind(kind))]


@router.get("/wording/{kind}/{step}", url_name="playbook_wording", summary="Read one step or letter")
def wording(request: HttpRequest, kind: str, step: str) -> Document:
    """The words in use, and every version before."""
    return version_document(kind=kind, step=step)


@router.put("/wording/{kind}/{step}", url_name="playbook_wording", summary="Change one step or letter")
def change(request: HttpRequest, kind: str, step: str, body: WordsIn) -> Document:
    """Use these words from now on, as a new version."""
    told = body.dict()
    text = Text(**{part: told[part] for part in ("title", "purpose", "words", "listen_for", "avoid")})
    actions.change_wording(
        by=actor_of(request), at=clock.now(), kind=kind, step=step, seen=body.seen, text=text, why=body.why
    )
    return version_document(kind=kind, step=step)


@router.post(
    "/wording/{kind}/{step}/versions/{version}/return",
    url_name="playbook_wording_return",
    summary="Go back to earlier words",
)
def go_back(request: HttpRequest, kind: str, step: str, version: int, body: GoBack) -> Document:
    """Use the words of an earlier version again, as a new version."""
    actions.go_back_to_wording(
        by=actor_of(request), at=clock.now(), kind=kind, step=step, seen=body.seen, version=version
    )
    return version_document(kind=kind, step=step)
