"""Copy the browser files we ship out of node_modules, so that nobody needs Node or a CDN to run Regain.

    npm ci --ignore-scripts && python tools/vendor.py          copies, builds the sprite, writes the lists
    python tools/vendor.py --check                             says whether the copies still match

Only named files are taken. Source-map comments are removed because hashed static files refuse to point at a
file that is not there. Tabler goes into a cascade layer, so our own sheets win without any fight over
specificity.
"""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

HOUSE = Path(__file__).resolve().parent.parent
MODULES = HOUSE / "node_modules"
UI = HOUSE / "src/regain/foundation/ui"
VENDOR = UI / "static/ui/vendor"
FONTS = UI / "fonts"
FOR_TESTS = HOUSE / "tests/browser/vendor"
SUMS = "SHA256SUMS"
SVG = "{http://www.w3.org/2000/svg}"
SOURCE_MAP = re.compile(rb"\s*(/\*|//)# sourceMappingURL=[^\s*]+(\s*\*/)?\s*$")
CHARSET = b'@charset "UTF-8";'

TABLER_LICENSE = """\
MIT License

Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One npm package: which files we take, and what we call them."""

    name: str
    files: tuple[tuple[str, str], ...]
    license_file: str | None = "LICENSE"


SHIPPED = (
    Package("@tabler/core", (("dist/css/tabler.min.css", "tabler.css"),), license_file=None),
    Package("@tabler/icons", ()),
    Package("htmx.org", (("dist/htmx.min.js", "htmx.js"),)),
    Package(
        "@fontsource-variable/inter",
        (
            ("files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
            ("files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
        ),
    ),
    Package(
        "@fontsource-variable/source-serif-4",
        (
            ("files/source-serif-4-latin-wght-normal.woff2", "source-serif-latin.woff2"),
            ("files/source-serif-4-latin-ext-wght-normal.woff2", "source-serif-latin-ext.woff2"),
        ),
    ),
)
ON_PAPER = (
    Package(
        "@expo-google-fonts/inter",
        (
            ("400Regular/Inter_400Regular.ttf", "inter-regular.ttf"),
            ("600SemiBold/Inter_600SemiBold.ttf", "inter-semibold.ttf"),
        ),
        license_file="LICENSE_FONT",
    ),
    Package(
        "@expo-google-fonts/source-serif-4",
        (("600SemiBold/SourceSerif4_600SemiBold.ttf", "source-serif-semibold.ttf"),),
        license_file="LICENSE_FONT",
    ),
)
"""Fonts for what is printed: files a typesetter can read."""
TESTED_WITH = (Package("axe-core", (("axe.min.js", "axe.min.js"),)),)


def main(arguments: list[str]) -> int:
    """Copy, or with `--check` compare."""
    if arguments == ["--check"]:
        wrong = [fault for folder in (VENDOR, FONTS, FOR_TESTS) for fault in faults_in(folder)]
        print("\n".join(wrong) or "Vendored files match their list.")
        return 1 if wrong else 0
    fill(VENDOR, SHIPPED)
    (VENDOR / "icons.svg").write_text(sprite(), encoding="utf-8")
    fill(FONTS, ON_PAPER)
    fill(FOR_TESTS, TESTED_WITH)
    for folder in (VENDOR, FONTS, FOR_TESTS):
        (folder / SUMS).write_text(sums(folder), encoding="utf-8")
    return 0


def fill(folder: Path, packages: tuple[Package, ...]) -> None:
    """Empty the folder and fill it again, with every licence."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    notices = []
    for package in packages:
        root = MODULES / package.name
        for source, target in package.files:
            (folder / target).write_bytes(cleaned(root / source))
        notices.append(notice(package, root))
    (folder / "LICENSES.txt").write_text("\n\n".join(notices), encoding="utf-8")


def cleaned(source: Path) -> bytes:
    """The file as we ship it."""
    content = source.read_bytes()
    if source.suffix not in (".css", ".js"):
        return content
    content = SOURCE_MAP.sub(b"\n", content)
    if source.suffix == ".css":
        content = CHARSET + b"\n@layer tabler {\n" + content.removeprefix(CHARSET) + b"}\n"
    return content


def notice(package: Package, root: Path) -> str:
    """Name, version and the whole licence."""
    facts = json.loads((root / "package.json").read_text(encoding="utf-8"))
    text = TABLER_LICENSE
    if package.license_file:
        text = (root / package.license_file).read_text(encoding="utf-8")
    title = f"{facts['name']} {facts['version']} ({facts['license']})"
    return f"{title}\n{'=' * len(title)}\n\n{text.strip()}\n"


def sprite() -> str:
    """One symbol for each icon we use; the outline set, drawn a little finer than its default."""
    names: frozenset[str] = runpy.run_path(str(UI / "icons.py"))["ICONS"]
    symbols = [symbol(name) for name in sorted(names)]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def symbol(name: str) -> str:
    """One icon of the sprite."""
    drawing = ET.parse(MODULES / f"@tabler/icons/icons/outline/{name}.svg").getroot()
    strokes = []
    for shape in drawing:
        if shape.get("stroke") == "none" and shape.get("fill") == "none":
            continue
        kept = " ".join(f'{key}="{value}"' for key, value in shape.attrib.items())
        strokes.append(f"<{shape.tag.removeprefix(SVG)} {kept}/>")
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{"".join(strokes)}</symbol>'
    )


def sums(folder: Path) -> str:
    """The list that `sha256sum --check` reads."""
    lines = [f"{digest(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != SUMS]
    return "".join(lines)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults_in(folder: Path) -> list[str]:
    """What is missing, changed or extra in a folder, one line each."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: known for known, name in (line.split("  ", 1) for line in lines)}
    present = {path.name: digest(path) for path in folder.iterdir() if path.name != SUMS}
    names = sorted(listed.keys() | present.keys())
    return [f"{folder.name}/{name} differs" for name in names if listed.get(name) != present.get(name)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
