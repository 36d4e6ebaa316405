"""Components that hold something: they open, contain, and close."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from regain.foundation.ui import formats
from regain.foundation.ui.inline import attributes
from regain.foundation.ui.library import register
from regain.foundation.ui.parts import TONES


def drawn(part: str, content: str, **values: Any) -> SafeString:
    """The component's template with its content in it."""
    return render_to_string(f"ui/parts/{part}.html", {"content": content, **values})


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    purpose: str = "",
    *,
    level: int = 2,
    flush: bool = False,
    tone: str = "",
    href: str = "",
    link: str = "",
    anchor: str = "",
) -> SafeString:
    """A sheet with a heading. `flush` lets a table reach its edges; `href` and `link` lead to more."""
    return drawn(
        "card",
        content,
        title=title,
        purpose=purpose,
        level=level,
        flush=flush,
        tone=tone,
        href=href,
        link=link,
        anchor=anchor,
    )


@register.simple_block_tag
def stats(content: str, label: str = "") -> SafeString:
    """Figures side by side."""
    return drawn("stats", content, label=label)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", *, live: bool = False) -> SafeString:
    """Something to know before going on. `live` reads it out when it appears."""
    return drawn("notice", content, tone=tone, title=title, live=live, icon=TONES[tone])


@register.simple_block_tag
def facts(content: str, columns: int = 1) -> SafeString:
    """A list of names and values."""
    return drawn("facts", content, columns=columns)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One name and its value, inside `facts`."""
    return drawn("fact", content, label=label)


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    """What happened, newest first or oldest first as the page likes."""
    return drawn("timeline", content, label=label)


@register.simple_block_tag
def event(
    content: str,
    title: str,
    at: date | datetime | None = None,
    *,
    icon: str = "circle-dot",
    tone: str = "quiet",
    by: str = "",
    href: str = "",
) -> SafeString:
    """One thing that happened, inside `timeline`; the content is the detail and may be empty."""
    when = formats.moment(at) if isinstance(at, datetime) else formats.day(at)
    machine = at.isoformat() if at else ""
    return drawn(
        "event",
        SafeString(content.strip()),  # str.strip forgets that the template engine escaped it already
        title=title,
        when=when,
        machine=machine,
        icon=icon,
        tone=tone,
        by=by,
        href=href,
    )


@register.simple_block_tag
def dialog(content: str, anchor: str, title: str, *, wide: bool = False, side: bool = False) -> SafeString:
    """A native dialog; `{% button "Open" opens="its-id" %}` opens it, Escape closes it."""
    return drawn("dialog", content, anchor=anchor, title=title, wide=wide, side=side)


@register.simple_block_tag
def menu(
    content: str,
    label: str,
    *,
    icon: str = "",
    variant: str = "secondary",
    only_icon: bool = False,
    size: str = "",
) -> SafeString:
    """Links and buttons behind one button; put `menu_item`s in it."""
    return drawn("menu", content, label=label, icon=icon, variant=variant, only_icon=only_icon, size=size)


@register.inclusion_tag("ui/parts/menu_item.html")
def menu_item(
    label: str, *, href: str = "", icon: str = "", tone: str = "", current: bool = False, **more: Any
) -> dict[str, Any]:
    """One entry of a menu: a link with `href`, otherwise a button (of the form around it)."""
    return {
        "label": label,
        "href": href,
        "icon": icon,
        "tone": tone,
        "current": current,
        "attributes": attributes(more),
    }


@register.simple_block_tag
def evidence(content: str, label: str = "") -> SafeString:
    """How we know: folded away, one click from the number it explains."""
    return drawn("evidence", content, label=label)


@register.simple_block_tag
def actions(content: str, *, sticky: bool = False) -> SafeString:
    """The buttons at the end of a form; `sticky` keeps them in sight on a long page."""
    return drawn("actions", content, sticky=sticky)


@register.simple_block_tag
def filters(content: str, action: str = "", *, target: str = "", label: str = "") -> SafeString:
    """A filter bar: a form that sends itself when a choice changes. `target` names the part htmx swaps."""
    return drawn("filters", content, action=action, target=target, label=label)


@register.simple_block_tag
def poll(content: str, url: str, *, every: int = 2, anchor: str = "") -> SafeString:
    """Asks `url` for its own replacement every few seconds, until what comes back no longer polls."""
    return drawn("poll", content, url=url, every=every, anchor=anchor)
