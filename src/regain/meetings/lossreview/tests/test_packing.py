"""Having a pack made, frozen, and made again where it was frozen too early."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from regain.foundation.audit.models import Entry
from regain.foundation.jobs.models import Job
from regain.foundation.kit.errors import NotAllowed, Unavailable
from regain.meetings.lossreview import models
from regain.meetings.lossreview.actions import packing
from regain.meetings.lossreview.actions.meeting import begin_review
from regain.meetings.lossreview.actions.sitting import CalledOff, IsOver
from regain.meetings.lossreview.jobs.sending import send_frozen
from regain.meetings.lossreview.models import Review
from regain.meetings.lossreview.queries.packs import PackChanged, decode, digest, encode, stored, thawed
from regain.meetings.lossreview.tests.a_pack import a_pack, an_awkward_pack, an_empty_pack
from regain.meetings.lossreview.tests.story import a_review
from tests.cast import Cast

AT = datetime(2011, 10, 11, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=2)


@pytest.fixture
def review(cast: Cast) -> Review:
    return a_review(cast)


def kept(cast: Cast, review: Review, **more: Any) -> models.Pack:
    return packing.keep_pack(by=cast.dev, at=AT, review=review, made=a_pack(), **more)


@pytest.mark.parametrize("made", [a_pack(), an_empty_pack(), an_awkward_pack()], ids=["usual", "empty", "awkward"])
def test_a_pack_comes_back_from_its_document_as_it_went_in(made: Any) -> None:
    document = encode(made)

    assert decode(document) == made
    assert encode(decode(document)) == document
    assert digest(document) == digest(encode(made))


def test_a_document_of_another_layout_is_refused_in_a_sentence() -> None:
    with pytest.raises(Unavailable, match="another version"):
        decode('{"title": "September"}')


def test_a_pack_changed_behind_its_digest_is_not_shown(cast: Cast, review: Review) -> None:
    row = kept(cast, review)
    models.Pack.objects.update(document=row.document.replace("September", "October"))

    with pytest.raises(PackChanged, match="changed outside of Regain"):
        stored(review)


def test_asking_for_a_pack_has_it_made_in_the_background(
    cast: Cast, review: Review, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        packing.request_pack(by=cast.dev, at=AT, review=review, freezes=True)

    job = Job.objects.get()
    assert job.name.endswith("make_pack")
    assert stored(review) is None


def test_numbers_made_again_take_the_place_of_those_before(cast: Cast, review: Review) -> None:
    kept(cast, review)
    other = packing.keep_pack(by=cast.dev, at=LATER, review=review, made=replace(a_pack(), headline="Other numbers."))

    found = stored(review)
    assert found is not None
    assert (found.digest, found.pack.headline, found.is_frozen) == (other.digest, "Other numbers.", False)
    assert models.Pack.objects.count() == 1


def test_a_frozen_pack_is_not_made_again(cast: Cast, review: Review) -> None:
    kept(cast, review)
    packing.freeze_pack(by=cast.dev, at=AT, review=review)
    before = models.Pack.objects.values().get()

    with pytest.raises(packing.PackIsFrozen, match="was frozen by Dev Patel"):
        packing.keep_pack(by=cast.dev, at=LATER, review=review, made=an_empty_pack())
    with pytest.raises(packing.PackIsFrozen):
        packing.request_pack(by=cast.dev, at=LATER, review=review)
    with pytest.raises(packing.PackIsFrozen):
        packing.freeze_pack(by=cast.dev, at=LATER, review=review)

    assert models.Pack.objects.values().get() == before


def test_numbers_may_be_frozen_the_moment_they_are_kept(cast: Cast, review: Review) -> None:
    kept(cast, review, freezes=True)

    found = stored(review)
    assert found is not None
    assert (found.frozen_at, found.frozen_by) == (AT, cast.dev.name)


def test_without_numbers_there_is_nothing_to_freeze(cast: Cast, review: Review) -> None:
    with pytest.raises(packing.NoPackYet, match="no pack for September 2011 yet"):
        packing.freeze_pack(by=cast.dev, at=AT, review=review)


def test_frozen_too_early_it_is_kept_with_the_reason_and_another_is_asked_for(
    cast: Cast, review: Review, django_capture_on_commit_callbacks: Any
) -> None:
    before = kept(cast, review, freezes=True)

    with django_capture_on_commit_callbacks(execute=True):
        packing.thaw_pack(by=cast.dev, at=LATER, review=review, because="A late  file came in")

    assert stored(review) is None
    assert [(each.digest, each.because) for each in thawed(review)] == [(before.digest, "A late file came in")]
    assert Job.objects.count() == 1
    assert kept(cast, review).pk != before.pk


@pytest.mark.parametrize("because", ["", "   "])
def test_thawing_takes_a_reason(cast: Cast, review: Review, because: str) -> None:
    kept(cast, review, freezes=True)

    with pytest.raises(packing.ReasonMissing):
        packing.thaw_pack(by=cast.dev, at=LATER, review=review, because=because)

    assert stored(review) is not None


def test_what_is_not_frozen_cannot_be_thawed(cast: Cast, review: Review) -> None:
    kept(cast, review)

    with pytest.raises(packing.NoPackYet, match="not frozen"):
        packing.thaw_pack(by=cast.dev, at=LATER, review=review, because="Why not")


def test_once_the_meeting_began_its_numbers_stand(cast: Cast, review: Review) -> None:
    kept(cast, review, freezes=True)
    Review.objects.update(began_at=LATER)

    with pytest.raises(packing.HasBegun):
        packing.thaw_pack(by=cast.dev, at=LATER, review=review, because="A late file came in")


def test_a_review_that_is_over_gets_no_other_numbers(cast: Cast, review: Review) -> None:
    Review.objects.update(began_at=AT, adjourned_at=LATER)

    with pytest.raises(IsOver):
        kept(cast, review)
    with pytest.raises(IsOver):
        packing.request_pack(by=cast.dev, at=LATER, review=review)
    assert not models.Pack.objects.exists()


def test_nor_does_one_that_was_called_off(cast: Cast, review: Review) -> None:
    Review.objects.update(called_off_at=AT, called_off_because="Nobody can come")

    with pytest.raises(CalledOff):
        kept(cast, review)


def test_numbers_of_another_month_are_refused(cast: Cast, review: Review) -> None:
    with pytest.raises(packing.AnotherMonth, match="September 2011"):
        packing.keep_pack(by=cast.dev, at=AT, review=review, made=replace(a_pack(), period="2011-08", title="August"))


@pytest.mark.parametrize("verb", ["request_pack", "freeze_pack", "thaw_pack"])
def test_only_those_who_prepare_reviews_touch_the_pack(cast: Cast, review: Review, verb: str) -> None:
    kept(cast, review, freezes=verb == "thaw_pack")
    before, entries = list(models.Pack.objects.values()), Entry.objects.count()
    more = {"because": "No reason"} if verb == "thaw_pack" else {}

    with pytest.raises(NotAllowed):
        getattr(packing, verb)(by=cast.ada, at=LATER, review=review, **more)

    assert list(models.Pack.objects.values()) == before
    assert Entry.objects.count() == entries


def test_beginning_the_meeting_freezes_the_numbers_on_its_table_and_mails_nobody(
    cast: Cast, review: Review, django_capture_on_commit_callbacks: Any
) -> None:
    made = kept(cast, review)

    with django_capture_on_commit_callbacks(execute=True):
        begin_review(by=cast.dev, at=LATER, review=review)

    found = stored(review)
    assert found is not None
    assert (found.digest, found.frozen_at, found.frozen_by) == (made.digest, LATER, cast.dev.name)
    assert [job.name.rpartition(".")[2] for job in Job.objects.all()] == ["send_frozen"]
    assert send_frozen.func(review=review.pk) == {"sent": 0}
    with pytest.raises(packing.PackIsFrozen):
        kept(cast, review)


def test_a_pack_frozen_before_keeps_its_day(cast: Cast, review: Review) -> None:
    kept(cast, review, freezes=True)
    begin_review(by=cast.olive, at=LATER, review=review)

    found = stored(review)
    assert found is not None
    assert (found.frozen_at, found.frozen_by) == (AT, cast.dev.name)


def test_a_meeting_begun_without_numbers_gets_them_frozen(cast: Cast, review: Review) -> None:
    begin_review(by=cast.dev, at=AT, review=review)
    assert stored(review) is None

    kept(cast, review)

    found = stored(review)
    assert found is not None
    assert found.is_frozen
    assert send_frozen.func(review=review.pk) == {"sent": 0}
