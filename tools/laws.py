"""The house laws that no linter knows. Each says what it forbids and why; each has a planted fault in the tests."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE, FUNCTION, TEMPLATE, DECISION = 400, 50, 200, 25
ROWS = ("models", "queries", "actions", "policy", "verb", "backend", "worker", "progress", "schedule", "tests")
"""Parts of a room that may touch `.objects`; the machinery of audit and jobs is among them."""


def main() -> int:
    """Check every tracked file; prints each fault with its place."""
    faults = [fault for path in tracked() for fault in check(path, path.read_text("utf-8"))]
    faults += glossary(tracked())
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"house laws: {len(faults)} faults\n")
    return bool(faults)


def tracked() -> list[Path]:
    """The files of the product, relative to the root."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split("\n")
    return [Path(name) for name in names if name.endswith((".py", ".html", ".md")) and "/vendor/" not in name]


def check(path: Path, text: str) -> Iterator[str]:
    """Every fault of one file, as `place: sentence`."""
    lines = text.count("\n")
    if path.suffix == ".html" and lines > TEMPLATE:
        yield f"{path}: {lines} lines; a template has at most {TEMPLATE}"
    if path.parts[:2] == ("docs", "decisions") and lines > DECISION:
        yield f"{path}: {lines} lines; a decision has at most {DECISION}"
    if path.suffix == ".html":
        yield from _inline(path, text)
    if path.suffix == ".py" and "migrations" not in path.parts:
        if lines > FILE:
            yield f"{path}: {lines} lines; a file has at most {FILE}"
        yield from _python(path, ast.parse(text))


def _inline(path: Path, text: str) -> Iterator[str]:
    """The content security policy allows neither inline scripts nor inline styles."""
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", line):
            yield f"{path}:{number}: inline script or style; the content security policy blocks it"


def _python(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _function(path, node)
        if isinstance(node, ast.Attribute):
            yield from _attribute(path, node)
        if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
            yield f"{path}:{node.lineno}: signals act at a distance; announce an event"
    if _is_part(path, "actions"):
        yield from _verbs(path, tree)


def _function(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if length > FUNCTION:
        yield f"{path}:{node.lineno}: {node.name} has {length} lines; a function has at most {FUNCTION}"
    inner = next((each for each in ast.walk(node) if isinstance(each, ast.Import | ast.ImportFrom)), None)
    if inner is not None:
        yield f"{path}:{inner.lineno}: import inside {node.name}; the line lives on the wrong floor"
    if node.name == "save" and _is_part(path, "models"):
        yield f"{path}:{node.lineno}: save() is not overridden; write a verb"


def _attribute(path: Path, node: ast.Attribute) -> Iterator[str]:
    if node.attr == "objects" and _in_room(path) and not any(_is_part(path, part) for part in ROWS):
        yield f"{path}:{node.lineno}: rows are reached through queries and actions alone"
    clock = node.attr in {"now", "today", "utcnow"} and isinstance(node.value, ast.Name)
    if clock and path.parts[0] == "src" and "tests" not in path.parts and path.name != "clock.py":
        named = node.value.id if isinstance(node.value, ast.Name) else ""
        if named in {"datetime", "date", "timezone"}:
            yield f"{path}:{node.lineno}: only kit.clock reads the clock; take the time as an argument"


def _verbs(path: Path, tree: ast.Module) -> Iterator[str]:
    """A public function of `actions` that takes `by` changes state, so it is a verb."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            takes = {argument.arg for argument in node.args.kwonlyargs}
            calls = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
            verbs = {function.id for function in calls if isinstance(function, ast.Name)}
            if {"by", "at"} <= takes and "verb" not in verbs and path.name != "shared.py":
                yield f"{path}:{node.lineno}: {node.name} takes by and at, but is no @verb"


def glossary(paths: list[Path]) -> list[str]:
    """Every model's name is a word of the glossary."""
    words = (ROOT / "docs" / "glossary.md").read_text("utf-8").lower()
    faults = []
    for path in paths:
        if path.suffix == ".py" and _is_part(path, "models") and _in_room(path):
            body = ast.parse((ROOT / path).read_text("utf-8")).body
            nodes = [each for each in body if isinstance(each, ast.ClassDef) and _is_row(each)]
            unknown = [each for each in nodes if f"**{_spaced(each.name)}**" not in words]
            faults += [f"{path}:{each.lineno}: {each.name} is missing from docs/glossary.md" for each in unknown]
    return faults


def _is_row(node: ast.ClassDef) -> bool:
    names = {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
    names |= {base.id for base in node.bases if isinstance(base, ast.Name)}
    return bool(names & {"Model", "AbstractBaseUser"})


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _in_room(path: Path) -> bool:
    return path.parts[:2] == ("src", "regain") and len(path.parts) > 4 and path.parts[2] != "shell"


def _is_part(path: Path, part: str) -> bool:
    """Whether a file is, or lies in, this part of its room; a query about actions is none of `actions`."""
    return len(path.parts) > 4 and Path(path.parts[4]).stem == part


if __name__ == "__main__":
    sys.exit(main())
