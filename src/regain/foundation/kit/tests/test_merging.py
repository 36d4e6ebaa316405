"""Two write in one text, over and over, and nothing either wrote is lost or doubled."""

from regain.foundation.kit.merging import merged


def test_a_line_somebody_goes_on_with_and_one_put_under_it_do_not_contest() -> None:
    found = merged(base="Late parcels", theirs="Late parcels\nCheck stock", mine="Late parcels in Kent")

    assert found.text == "Late parcels in Kent\nCheck stock"
    assert not found.is_contested


def test_a_line_put_above_one_that_changes_stays_above_it() -> None:
    found = merged(base="Tea", theirs="First\nTea", mine="Coffee")

    assert found.text == "First\nCoffee"
    assert not found.is_contested


def test_two_who_begin_an_empty_text_both_stand_in_it() -> None:
    found = merged(base="", theirs="One", mine="Two")

    assert found.text == "One\nTwo"
    assert found.is_contested


def test_two_who_write_on_line_by_line_leave_no_old_line_behind() -> None:
    text, ada, dev = "", "", ""
    for word in ("Late", "Late parcels", "Late parcels in Kent"):
        text = merged(base=ada, theirs=text, mine=_over(text, ada, word)).text
        ada = text
        text = merged(base=dev, theirs=text, mine=_over(text, dev, word.upper())).text
        dev = text

    assert sorted(text.splitlines()) == ["LATE PARCELS IN KENT", "Late parcels in Kent"]


def _over(text: str, base: str, word: str) -> str:
    """What somebody's field holds: the base with their own line written on."""
    mine = [line for line in base.splitlines() if line.isupper() != word.isupper()]
    return "\n".join([word, *mine] if not word.isupper() else [*mine, word])
