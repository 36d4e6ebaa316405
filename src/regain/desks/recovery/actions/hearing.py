"""What somebody heard in fifteen minutes, written down on one page and kept in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from regain.desks.recovery import policy
from regain.desks.recovery.actions.ending import Question, end_call, note_answer
from regain.desks.recovery.actions.inside import inside, write_all
from regain.desks.recovery.actions.offering import add_requirement
from regain.desks.recovery.actions.supporting import add_support
from regain.desks.recovery.actions.verifying import Heard, set_diagnosis, unverify, verify
from regain.desks.recovery.models import Call
from regain.desks.recovery.rules.calls import Field, Outcome
from regain.desks.recovery.rules.diagnosis import Strength
from regain.desks.recovery.rules.follows import Course
from regain.desks.recovery.rules.writing import Writing
from regain.foundation.audit.verb import verb
from regain.foundation.kit.actor import Actor
from regain.foundation.people.models import Person
from regain.knowledge.playbook.actions.causes import withdraw_causes
from regain.knowledge.playbook.queries.causes import causes
from regain.knowledge.playbook.rules.causes import Answer, Standing


@dataclass(frozen=True)
class Task:
    """Something to do at once."""

    what: str
    owner: Person
    due_at: datetime


@dataclass(frozen=True)
class Story:
    """One conversation: why they left, whether they agreed with our words for it, what to do, what comes next."""

    strengths: Mapping[int, Strength] | None = None
    """Why they left; empty: that is not clear. None leaves what is noted."""
    could_not_say: bool = False
    agreed: bool = False
    answers: Mapping[Question, int] = field(default_factory=dict)
    task: Task | None = None
    course: Course = field(default_factory=Course)


@verb("recovery.note_heard", allow=policy.may_call)
def note_heard(*, by: Actor, at: datetime, call: Call, story: Story, writings: Sequence[Writing] = ()) -> Call:
    """Keep what was heard, and end the call. Reasons count as confirmed only if the customer agreed with our words.

    Raises what the steps of a call raise: NotDialled, NoReason, CausesWrong, StepIsLocked, OffTheScale,
    MomentMissing.
    """
    row = inside(call, by=by)
    write_all(row, writings, at=at)
    _note_why(row, story, by=by, at=at)
    wanted = row.words.filter(field=Field.WANTS).first()
    if wanted and wanted.text.strip():
        add_requirement(by=by, at=at, call=row, words=wanted.text)
    if story.task is not None:
        task = story.task
        add_support(by=by, at=at, call=row, what=task.what, owner=task.owner, due_at=task.due_at)
    return end_call(
        by=by,
        at=at,
        call=row,
        outcome=Outcome.SPOKE,
        next=story.course.next,
        ending=story.course.ending,
        answers=story.answers,
    )


@verb("recovery.keep_heard", allow=policy.may_call)
def keep_heard(*, by: Actor, at: datetime, call: Call, story: Story) -> Call:
    """Keep what is chosen so far: why they left, whether they agreed, their answers. The call goes on.

    Raises NoReason, CausesWrong, StepIsLocked, OffTheScale, SomebodyElsesCall, CallIsOver.
    """
    row = inside(call, by=by)
    _note_why(row, story, by=by, at=at)
    for question, value in story.answers.items():
        note_answer(by=by, at=at, call=row, question=question, value=value)
    return inside(call, by=by)


def _note_why(row: Call, story: Story, *, by: Actor, at: datetime) -> None:
    """Why they left, as far as it differs from what is noted; and whether they agreed."""
    customer, left_on = row.case.customer, row.case.left_on
    noted = causes(customer=customer, left_on=left_on).diagnosed.answer
    is_unclear = story.strengths is not None and not story.strengths and not story.could_not_say
    agrees = story.could_not_say or (story.agreed and not is_unclear)
    if row.verified_at is not None and not agrees:
        unverify(by=by, at=at, call=row)
    if story.could_not_say and noted is not Answer.COULD_NOT_SAY:
        set_diagnosis(by=by, at=at, call=row, strengths={}, could_not_say=True)
    elif story.strengths:
        set_diagnosis(by=by, at=at, call=row, strengths=story.strengths)
    elif is_unclear and noted is not Answer.NOT_ASKED:
        withdraw_causes(by=by, at=at, customer=customer, left_on=left_on, standing=Standing.DIAGNOSED)
    row.refresh_from_db(fields=["verified_at"])
    if agrees and row.verified_at is None:
        _verify(row, by=by, at=at, could_not_say=story.could_not_say)


def _verify(row: Call, *, by: Actor, at: datetime, could_not_say: bool) -> None:
    """What they agreed with is what was said back."""
    said_back = row.words.filter(field=Field.READ_BACK).first()
    verify(
        by=by,
        at=at,
        call=row,
        text=said_back.text if said_back else "",
        version=said_back.version if said_back else 0,
        heard=Heard.COULD_NOT_SAY if could_not_say else Heard.AGREED,
    )
