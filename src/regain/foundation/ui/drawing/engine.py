"""Drawing: a Vega-Lite spec becomes an SVG that lives inside the page.

Only charts import this module, because the engine behind it takes 60 MB once it has drawn. The SVG has no style
attributes, so the strict content policy lets it be; its colours are custom properties, so both themes and
paper get their own; its text takes the page's face. Drawn once, kept for every process.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, Final
from xml.etree import ElementTree as ET

import vl_convert
from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

VERSION: Final = f"1:{version('vl-convert-python')}"
"""Counted up when the cleaning changes, so that nobody is served yesterday's drawing."""

DRAWN: Final = "charts"
"""The cache that all processes of an installation share."""
WEEK: Final = 60 * 60 * 24 * 7
SVG: Final = "http://www.w3.org/2000/svg"
DROPPED: Final = ("aria-", "font-family", "pointer-events", "role", "style")
REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
UNDRAWABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML holds. The engine does not refuse it: it ends the process."""

ET.register_namespace("", SVG)


def svg(spec: Mapping[str, Any], locale: Mapping[str, Any], *, title: str, description: str, size: str) -> SafeString:
    """The drawing of a spec, from the cache where it has been drawn before."""
    spec, title, description = drawable(spec), drawable(title), drawable(description)
    source = json.dumps([spec, locale, title, description, size, VERSION], sort_keys=True, ensure_ascii=False)
    key = hashlib.sha256(source.encode()).hexdigest()
    found: str | None = caches[DRAWN].get(f"chart:{key}")
    if found is None:
        drawn = vl_convert.vegalite_to_svg(dict(spec), format_locale=dict(locale), allowed_base_urls=[])
        found = cleaned(drawn, title=title, description=description, size=size, prefix=f"c{key[:10]}")
        caches[DRAWN].set(f"chart:{key}", found, WEEK)
    return mark_safe(found)  # noqa: S308 - our own drawing: every text in it went through the XML writer


def drawable(value: Any) -> Any:
    """The same without the signs no drawing can hold, wherever a text lies in it."""
    if isinstance(value, str):
        return UNDRAWABLE.sub("", value)
    if isinstance(value, Mapping):
        return {drawable(key): drawable(each) for key, each in value.items()}
    return [drawable(each) for each in value] if isinstance(value, list | tuple) else value


def cleaned(drawn: str, *, title: str, description: str, size: str, prefix: str) -> str:
    """The engine's SVG as ours: named, scalable, without styles, with ids nobody else has."""
    root = ET.fromstring(drawn)  # noqa: S314 - written by our own engine from our own spec
    for parent, child in list(pairs(root)):
        if is_empty(child):
            parent.remove(child)
    for element in root.iter():
        tip = element.get("aria-label") if element.get("role") == "graphics-symbol" else None
        for name in list(element.attrib):
            tidy(element, name, prefix)
        if tip and element.tag in (f"{{{SVG}}}path", f"{{{SVG}}}text"):
            ET.SubElement(element, f"{{{SVG}}}title").text = tip
    for name in ("width", "height", "version", "class"):
        root.attrib.pop(name, None)
    root.set("class", f"r-drawing r-drawing-{size}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-t {prefix}-d")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        label = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag[0]}"})
        label.text = text
        root.insert(place, label)
    return ET.tostring(root, encoding="unicode")


def pairs(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """Every element with its parent."""
    return ((parent, child) for parent in root.iter() for child in parent)


def is_empty(element: ET.Element) -> bool:
    """Whether an element draws nothing: invisible backgrounds and hidden foregrounds."""
    if not element.tag.endswith("}path"):
        return False
    unpainted = element.get("fill") is None and element.get("stroke") is None
    background = element.get("class") in ("background", "foreground")
    return not element.get("d") or (background and unpainted) or element.get("display") == "none"


def tidy(element: ET.Element, name: str, prefix: str) -> None:
    """One attribute: styles become presentation attributes, ids become our own, the rest of ARIA goes."""
    value = element.attrib[name]
    if name == "style":
        for declaration in filter(None, value.split(";")):
            part, _, content = declaration.partition(":")
            element.set(part.strip(), content.strip())
    if name.startswith(DROPPED):
        del element.attrib[name]
    elif name == "id":
        element.set("id", f"{prefix}-{value}")
    elif "url(#" in value:
        element.set(name, REFERENCE.sub(rf"url(#{prefix}-\1)", value))
    elif name == "class" or (name == "opacity" and value == "1"):
        del element.attrib[name]
    elif name == "font-size":
        element.set(name, value.removesuffix("px"))
