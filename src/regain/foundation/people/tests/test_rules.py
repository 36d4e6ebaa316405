"""Decisions about rights, invitations, entrance and names, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from regain.foundation.kit.roles import Role
from regain.foundation.people.rules import entrance, invitation, names, rights, samples

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CATALOGUE = {
    "recovery.call": frozenset({Role.RECOVERY_CALLER, Role.OWNER}),
    "people.manage": frozenset({Role.ADMINISTRATOR, Role.OWNER}),
    "offers.see": frozenset({Role.SAVE_AGENT}),
}


def test_several_roles_give_the_rights_of_each() -> None:
    roles = {Role.RECOVERY_CALLER, Role.ADMINISTRATOR}

    assert rights.rights(roles=roles, catalogue=CATALOGUE) == {"recovery.call", "people.manage"}


def test_no_role_gives_no_right() -> None:
    assert rights.rights(roles=(), catalogue=CATALOGUE) == frozenset()


@pytest.mark.parametrize(
    ("own", "held", "wanted", "answer"),
    [
        (True, {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.OWNER}, True),
        (True, {Role.ADMINISTRATOR, Role.OWNER}, {Role.OWNER}, False),
        (True, {Role.OWNER}, {Role.OWNER}, False),
        (False, {Role.EXECUTIVE}, {Role.EXECUTIVE, Role.OWNER}, False),
    ],
)
def test_one_raises_oneself_only_with_a_role_one_does_not_hold(
    own: bool, held: set[Role], wanted: set[Role], answer: bool
) -> None:
    assert rights.raises_oneself(own=own, held=held, wanted=wanted) is answer


@pytest.mark.parametrize(
    ("administrators", "answer"), [([1], True), ([1, 1], True), ([1, 2], False), ([2], False), ([], False)]
)
def test_the_last_administrator_is_the_only_one(administrators: list[int], answer: bool) -> None:
    assert rights.leaves_no_administrator(administrators=administrators, losing=1) is answer


@pytest.mark.parametrize(
    ("after", "accepted", "withdrawn", "answer"),
    [
        (timedelta(0), False, False, invitation.Standing.OPEN),
        (timedelta(days=3, microseconds=-1), False, False, invitation.Standing.OPEN),
        (timedelta(days=3), False, False, invitation.Standing.EXPIRED),
        (timedelta(days=9), True, False, invitation.Standing.ACCEPTED),
        (timedelta(0), False, True, invitation.Standing.WITHDRAWN),
    ],
)
def test_an_invitation_stands_where_it_was_left_or_expires(
    after: timedelta, accepted: bool, withdrawn: bool, answer: invitation.Standing
) -> None:
    assert (
        invitation.standing(
            at=AT + after,
            expires_at=AT + invitation.LASTS,
            accepted_at=AT if accepted else None,
            withdrawn_at=AT if withdrawn else None,
        )
        is answer
    )


def test_the_tenth_failure_closes_the_account_until_the_oldest_is_too_old() -> None:
    failures = [AT - timedelta(minutes=minutes) for minutes in range(10)]
    limit = entrance.PER_ACCOUNT

    assert entrance.next_chance(limit=limit, failures=failures[:9], at=AT) is None
    assert entrance.next_chance(limit=limit, failures=failures, at=AT) == AT + timedelta(minutes=6)


def test_failures_outside_the_window_do_not_count() -> None:
    failures = [AT - timedelta(minutes=15)] * 30

    assert entrance.next_chance(limit=entrance.PER_ACCOUNT, failures=failures, at=AT) is None


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_one_caller_is_an_address_or_the_64_bits_a_customer_is_given(address: str, answer: str) -> None:
    assert entrance.network(address) == answer


def test_an_address_has_one_spelling() -> None:
    assert names.normal_email("  Ada.Marlow@Thimble.EXAMPLE\n") == "ada.marlow@thimble.example"


def test_a_name_is_one_line() -> None:
    assert names.normal_name(" Ada\r\n\tMarlow\x00 ") == "Ada Marlow"
    assert names.normal_name("\u2028\n") == ""


def test_a_query_is_kept_without_its_mark() -> None:
    assert names.normal_query("?role=owner&q=a#top") == "role=owner&q=a"


def test_there_is_one_sample_person_for_each_role_and_their_name_says_so() -> None:
    assert sorted(sample.role for sample in samples.SAMPLES) == sorted(Role)
    assert all(sample.name.endswith("(sample)") for sample in samples.SAMPLES)
    assert all(sample.email.endswith(".invalid") for sample in samples.SAMPLES)
