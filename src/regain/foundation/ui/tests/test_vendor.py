"""The browser's files: what is shipped is what was vendored, and nothing asks for a file elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

from regain.foundation.ui.icons import ICONS

UI = Path(__file__).resolve().parent.parent
SOURCE = UI.parents[1]
VENDOR = UI / "static/ui/vendor"
FONTS = UI / "fonts"
OWN = [path for path in (UI / "static/ui").rglob("*.*") if VENDOR not in path.parents]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("folder", [VENDOR, FONTS], ids=["browser", "paper"])
def test_vendored_files_match_their_list(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    listed = {name: known for known, name in (line.split("  ", 1) for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }

    assert found == listed


def test_no_file_points_at_a_source_map_or_at_another_host() -> None:
    for path in [*VENDOR.glob("*.css"), *VENDOR.glob("*.js"), *OWN]:
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, path.name
        assert not re.search(r"""(url\(|@import\s+|\bimport\s.*from\s+)["']?(https?:)?//""", text), path.name


def test_the_sprite_holds_exactly_the_icons_we_name() -> None:
    drawn = re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8"))

    assert set(drawn) == ICONS


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = re.compile(r"""(?:\{% icon |\bicon(?:_after)?=)["']([a-z0-9-]+)["']""")
    for path in TEMPLATES:
        missing = set(named.findall(path.read_text(encoding="utf-8"))) - ICONS
        assert not missing, f"{path.relative_to(SOURCE)} names {sorted(missing)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_templates_are_short_and_bring_no_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 200
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
