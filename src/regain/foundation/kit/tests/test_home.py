import stat
from pathlib import Path

import pytest

from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.kit.home import Current, Home


def test_a_folder_without_the_file_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="regain init"):
        Home(tmp_path).configuration()


def test_making_a_home_again_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "here")
    home.make('[company]\nname = "A"\n')
    secret = home.secret()

    home.make('[company]\nname = "B"\n')

    assert home.configuration().company.name == "A"
    assert home.secret() == secret


def test_the_secret_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make("[company]\n")

    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[company]\nzone = "Mars/Olympus"\n', "company.zone"),
        ('[company]\ncurrency = "pounds"\n', "company.currency"),
        ("[company]\nmargin = 2\n", "company.margin"),
        ('[company]\ncolour = "red"\n', "company.colour"),
        ("[company\n", "regain.toml"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    home = Home(tmp_path)
    home.make(text)

    with pytest.raises(Invalid, match=place):
        home.configuration()


def test_the_first_import_settles_what_was_left_open_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make('[company]\nname = "A"\nzone = "Europe/London"\n')

    company = home.settle(currency="USD", zone="America/New_York")

    assert (company.currency, company.zone, company.name) == ("USD", "Europe/London", "A")
    assert home.settle(currency="EUR", zone="UTC").currency == "USD"


def test_a_change_of_the_file_is_seen_without_a_restart(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make('[company]\nname = "A"\n')
    company = Current(home)
    assert company.currency == "XXX"

    home.settle(currency="USD", zone="")

    assert company.currency == "USD"
