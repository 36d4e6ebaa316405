"""What the routes of the plan are asked with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from regain.desks.recovery import actions
from regain.desks.recovery.actions.asking import meet_requirement, note_requirement
from regain.desks.recovery.actions.grouping import group_requirements
from regain.desks.recovery.actions.mailing import prepare_letters
from regain.desks.recovery.actions.meeting import meet_need
from regain.desks.recovery.actions.proposing import propose
from regain.desks.recovery.actions.returning import make_return_link
from regain.desks.recovery.actions.touching import plan_touch
from regain.desks.recovery.models import Case, Letter, Mailing, Need, Touch
from regain.desks.recovery.queries.letters import file_of
from regain.desks.recovery.rules.terms import Kind
from regain.desks.recovery.tests.departed import crowd
from regain.desks.recovery.tests.plan_story import heard
from regain.desks.recovery.tests.story import departed
from regain.foundation.kit import clock
from regain.foundation.people.models import Person
from tests.access_samples import Filled, Sample
from tests.cast import Cast

Made = Callable[[Cast, Case], dict[str, Any]]


def case_of(cast: Cast, actor: Person | None) -> Case:
    """A case whoever asks may see: their own."""
    cycle = actions.draft_cycle(by=cast.dev, at=clock.now(), departed=departed(crowd(60)))
    actions.approve_cycle(by=cast.dev, at=clock.now(), cycle=cycle)
    case = Case.objects.filter(kind=Kind.TEAM).order_by("rank")[0]
    Case.objects.filter(pk=case.pk).update(owner=actor or cast.dev)
    heard(cast.dev, case)
    return Case.objects.get(pk=case.pk)


def one_case(form: dict[str, Any] | None = None, *, first: Callable[[Cast, Case], object] | None = None) -> Sample:
    """The address of a case, and what a form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        case = case_of(cast, actor)
        if first is not None:
            first(cast, case)
        return Filled({"case_id": case.pk}, form or {})

    return filled


def made(name: str, make: Callable[[Cast, Case], Any], form: dict[str, Any] | None = None) -> Sample:
    """The address of something that hangs on a case, and what a form sends."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        row = make(cast, case_of(cast, actor))
        return Filled({name: row.pk if hasattr(row, "pk") else row}, form or {})

    return filled


def asked(cast: Cast, case: Case) -> Any:
    """What they asked for."""
    return note_requirement(by=cast.dev, at=clock.now(), case=case, words="Deliver within two days")


def told(cast: Cast, case: Case) -> Any:
    """Met, not told."""
    need = group_requirements(by=cast.dev, at=clock.now(), requirements=[asked(cast, case)], title="Delivery")
    return meet_need(by=cast.dev, at=clock.now(), need=need, change="Parcels arrive within two days.")


def met(cast: Cast, case: Case) -> Any:
    """Met for them alone."""
    return meet_requirement(by=cast.dev, at=clock.now(), requirement=asked(cast, case), change="Done.")


def needed(cast: Cast, case: Case) -> Need:
    """A need with one request behind it."""
    return group_requirements(by=cast.dev, at=clock.now(), requirements=[asked(cast, case)], title="Delivery")


def offered(cast: Cast, case: Case) -> Any:
    """An offer, written."""
    until = timezone.localdate() + timedelta(days=20)
    return propose(by=cast.dev, at=clock.now(), case=case, words="One month free", until_on=until)


def linked(cast: Cast, case: Case) -> Any:
    """A way back."""
    return make_return_link(by=cast.dev, at=clock.now(), case=case)


def lettered(cast: Cast, case: Case) -> Letter:
    """A letter that waits."""
    now = clock.now()
    return Letter.objects.create(
        about="touch", case=case, customer=case.customer, how="letter", subject="A word", text="Dear customer,",
        verdict="block", sentence="Not now.", prepared_at=now, prepared_by="Dev",
    )  # fmt: skip


def parked(cast: Cast, case: Case) -> Case:
    """A case we are patient with."""
    now = clock.now()
    return actions.park(by=cast.dev, at=now, case=case, until=now + timedelta(days=90), words="Hurt")


def touched(cast: Cast, case: Case) -> Touch:
    """A contact ahead."""
    plan_touch(by=cast.dev, at=clock.now(), case=parked(cast, case))
    return Touch.objects.get()


def way_back(cast: Cast, actor: Person | None) -> Filled:
    """The customer's own address."""
    return Filled({"key": linked(cast, case_of(cast, cast.dev)).key}, {"words": "Hello again"})


def letters(form: dict[str, Any] | None = None) -> Sample:
    """The letters of an approved cycle, one of them ready."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        case = case_of(cast, actor)
        assert case.decision is not None
        cycle = case.decision.cycle
        some = list(cycle.decisions.filter(kind=Kind.LETTER)[:2])
        prepare_letters(by=cast.dev, at=clock.now(), cycle=cycle, decisions=some, how="letter")
        return Filled({"period": cycle.period}, form or {})

    return filled


def grouped(cast: Cast, actor: Person | None) -> Filled:
    """A request to be put under a new need."""
    return Filled({}, {"rows": [asked(cast, case_of(cast, cast.dev)).pk], "title": "Delivery"})


def grouped_by_program(cast: Cast, actor: Person | None) -> Filled:
    """The same, as a program sends it."""
    return Filled({}, {"requirements": [asked(cast, case_of(cast, cast.dev)).pk], "title": "Delivery"})


def meeting(cast: Cast, actor: Person | None) -> Filled:
    """A need; met, it can be taken back, and taken back it can be met."""
    return Filled({"need_id": needed(cast, case_of(cast, actor)).pk}, {"change": "Done."}, as_json=True)


def soon() -> str:
    """Some months ahead."""
    return (clock.now() + timedelta(days=90)).isoformat()


def mailed(cast: Cast, case: Case) -> Mailing:
    """A file of letters."""
    assert case.decision is not None
    now = clock.now()
    row = Mailing.objects.create(
        cycle=case.decision.cycle, form="csv", asked_at=now, asked_by="Dev", done_at=now, file="letters.csv"
    )
    file = file_of(row)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("customer\n", "utf-8")
    return row


def by_program(sample: Sample, form: dict[str, Any] | None = None) -> Sample:
    """The same, asked by a program."""

    def filled(cast: Cast, actor: Person | None) -> Filled:
        found = sample(cast, actor)
        return Filled(found.parameters, form or found.form, as_json=True)

    return filled


SAMPLES: dict[str, Sample] = {
    "recovery:way_back": way_back,
    "recovery:way_back_stop": way_back,
    "recovery:case": one_case(),
    "recovery:notes": one_case({"text": "Likes tea", "version": "0"}),
    "recovery:requirements": one_case({"words": "Deliver faster"}),
    "recovery:telling": one_case({"how": "call", "again": "1"}, first=told),
    "recovery:telling_letter": one_case({"how": "letter"}, first=told),
    "recovery:proposals": one_case({"words": "One month free", "until_on": "2099-01-01", "cost": "0"}),
    "recovery:links": one_case(),
    "recovery:left_alone": one_case({"words": "Enough"}),
    "recovery:unattended": one_case({"words": "We think of you."}, first=parked),
    "recovery:requirement": made("requirement_id", asked, {"do": "meet", "words": "Done."}),
    "recovery:proposal": made("proposal_id", offered, {"do": "decline"}),
    "recovery:proposal_letter": made("proposal_id", offered, {"how": "letter"}),
    "recovery:link": made("link_id", linked),
    "recovery:letter": made("letter_id", lettered, {"do": "drop", "because": "No"}),
    "recovery:touch": made("touch_id", touched, {"do": "skip", "because": "Holiday"}),
    "recovery:letters": letters({"how": "letter"}),
    "recovery:letters_export": letters(),
    "recovery:mailings": letters({"form": "csv"}),
    "recovery:mailing_file": made("mailing_id", mailed),
    "recovery:mailing_posted": made("mailing_id", mailed),
    "recovery:grouping": grouped,
    "recovery:need": made("need_id", needed),
    "recovery:need_change": made("need_id", needed, {"do": "rename", "words": "Faster"}),
    "recovery:need_meeting": made("need_id", needed, {"change": "Done."}),
    "recovery:need_meeting_back": made("need_id", told),
    "api-1:recovery_case": by_program(one_case()),
    "api-1:recovery_requirements": by_program(one_case({"words": "Deliver faster"})),
    "api-1:recovery_proposals": by_program(one_case({"words": "One month free", "until_on": "2099-01-01"})),
    "api-1:recovery_proposal_letters": by_program(made("proposal_id", offered, {"how": "letter"})),
    "api-1:recovery_way_back": by_program(one_case()),
    "api-1:recovery_patience": by_program(one_case({"until": soon(), "words": "Hurt"})),
    "api-1:recovery_letters": by_program(letters({"how": "letter"})),
    "api-1:recovery_needs": by_program(grouped_by_program),
    "api-1:recovery_need": by_program(made("need_id", needed)),
    "api-1:recovery_need_meeting": meeting,
}
