"""Components without content of their own: a value or two in, one piece of the page out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from regain.foundation.ui import formats
from regain.foundation.ui.drawing.figure import Drawing
from regain.foundation.ui.drawing.spark import sparkline
from regain.foundation.ui.icons import ICONS
from regain.foundation.ui.library import register
from regain.foundation.ui.listing import Listing
from regain.foundation.ui.parts import TONES, Crumb, Pill, Step, Tab

SPRITE = "ui/vendor/icons.svg"


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """`{% icon "phone" %}`: decoration; with `label` it speaks. `size`: small, large."""
    if name not in ICONS:
        raise ValueError(f"No icon named {name!r}: add it to ui/icons.py and run tools/vendor.py.")
    shape = f"r-icon r-icon-{size}" if size else "r-icon"
    speech = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        shape,
        SafeString(speech),
        static(SPRITE),
        name,
    )


def attributes(given: dict[str, Any]) -> SafeString:
    """Extra attributes: `hx_post` becomes `hx-post`; None and False are left out, True stands alone."""
    kept = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    return flatatt({name: value for name, value in kept.items() if value is not None})


@register.inclusion_tag("ui/parts/button.html")
def button(
    label: str,
    *,
    href: str = "",
    variant: str = "secondary",
    icon: str = "",
    icon_after: str = "",
    kind: str = "",
    size: str = "",
    only_icon: bool = False,
    disabled: bool = False,
    opens: str = "",
    keys: str = "",
    **more: Any,
) -> dict[str, Any]:
    """A button, or a link that looks like one when `href` is given. `opens` names a dialog."""
    if opens:
        more |= {"commandfor": opens, "command": "show-modal", "aria-haspopup": "dialog"}
    classes = ["r-btn", f"r-btn-{variant}", str(more.pop("class_", ""))]
    classes += [f"r-btn-{size}"] if size else []
    classes += ["r-btn-icon"] if only_icon else []
    return {
        "label": label,
        "href": href,
        "icon": icon,
        "icon_after": icon_after,
        "kind": kind or ("button" if opens else "submit"),
        "only_icon": only_icon,
        "disabled": disabled,
        "keys": keys,
        "classes": " ".join(filter(None, classes)),
        "attributes": attributes(more),
    }


@register.inclusion_tag("ui/parts/status.html")
def status(label: str, tone: str = "quiet", detail: str = "") -> dict[str, Any]:
    """A state in words, with a shape and a colour that agree. `tone`: good, warn, bad, info, busy, quiet."""
    return {"label": label, "tone": tone, "icon": TONES[tone], "detail": detail}


@register.simple_tag
def badge(label: object, tone: str = "quiet") -> SafeString:
    """A short word or a count in a soft box."""
    return format_html('<span class="r-badge r-tone-{}">{}</span>', tone, label)


@register.inclusion_tag("ui/parts/chip.html")
def chip(label: str, *, href: str = "", remove: str = "", icon: str = "", **more: Any) -> dict[str, Any]:
    """A small piece of a choice; `remove` is the link that takes it away."""
    return {"label": label, "href": href, "remove": remove, "icon": icon, "attributes": attributes(more)}


@register.simple_tag
def key(keys: str) -> SafeString:
    """`{% key "Ctrl+K" %}`: keys to press, each in its own cap."""
    caps = [format_html("<kbd>{}</kbd>", cap) for cap in keys.split("+")]
    return format_html('<span class="r-keys">{}</span>', SafeString("".join(caps)))


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """The initials of a person; the name stands beside it, so readers of the page skip it."""
    hue = sum(ord(letter) for letter in name) % 5
    shape = f"r-avatar r-avatar-{size}" if size else "r-avatar"
    return format_html(
        '<span class="{}" data-hue="{}" aria-hidden="true">{}</span>', shape, hue, formats.initials(name)
    )


@register.inclusion_tag("ui/parts/progress.html")
def progress(
    label: str,
    value: Decimal | float | None = None,
    maximum: Decimal | float = 100,
    *,
    words: str = "",
    tone: str = "",
) -> dict[str, Any]:
    """How far it is, in a bar and in words. Without `value` the end is not known yet."""
    share = min(Decimal(1), Decimal(str(value)) / Decimal(str(maximum or 1))) if value is not None else None
    if share is not None and not words:
        words = formats.percent(share)
    return {"label": label, "value": value, "maximum": maximum, "words": words, "tone": tone}


@register.inclusion_tag("ui/parts/stat.html")
def stat(
    label: str,
    value: object,
    *,
    unit: str = "",
    period: str = "",
    change: Decimal | float | str | None = None,
    against: str = "",
    better: str = "",
    low: object = None,
    high: object = None,
    evidence: str = "",
    href: str = "",
    hero: bool = False,
) -> dict[str, Any]:
    """A figure with its unit, its period, what it is compared with, and how sure we are.

    `change` is a share (0.12 for 12 % more) or words; `better` says whether "up" or "down" is good news.
    """
    rising = not isinstance(change, str) and change is not None and change > 0
    falling = not isinstance(change, str) and change is not None and change < 0
    tone = ""
    if better and (rising or falling):
        tone = "good" if rising == (better == "up") else "bad"
    return {
        "label": label,
        "value": formats.shown(value),
        "unit": unit,
        "period": period,
        "change": change_in_words(change, against),
        "direction": "trending-up" if rising else "trending-down" if falling else "",
        "tone": tone,
        "range": formats.span(low, high) if low is not None and high is not None else "",
        "evidence": evidence,
        "href": href,
        "hero": hero,
    }


def change_in_words(change: Decimal | float | str | None, against: str) -> str:
    """`12% more than September`; words given are words kept."""
    if change is None or isinstance(change, str):
        return change or ""
    size = formats.percent(abs(Decimal(str(change))))
    if change == 0:
        return gettext("same as %(against)s") % {"against": against} if against else gettext("no change")
    if against:
        more, less = gettext("%(size)s more than %(against)s"), gettext("%(size)s less than %(against)s")
    else:
        more, less = gettext("%(size)s more"), gettext("%(size)s less")
    return (more if change > 0 else less) % {"size": size, "against": against}


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField,
    *,
    hint: str = "",
    prefix: str = "",
    suffix: str = "",
    width: str = "",
    label: str = "",
    hide_label: bool = False,
) -> dict[str, Any]:
    """Any Django form field with its label, hint and error. `width`: short, medium."""
    if hint:
        bound.help_text = hint
    return {
        "field": bound,
        "kind": getattr(bound.field.widget, "input_type", ""),
        "label": label or bound.label,
        "prefix": prefix,
        "suffix": suffix,
        "width": width,
        "hide_label": hide_label,
    }


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """What must be put right before this form can be taken, each line leading to its field."""
    return {"form": form, "fields": [bound for bound in form if bound.errors], "focus": focus}


@register.inclusion_tag("ui/parts/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form, one under the other, after the summary of errors."""
    return {"form": form}


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    heading: str, why: str = "", *, label: str = "", href: str = "", icon: str = "mood-empty", **more: Any
) -> dict[str, Any]:
    """Nothing here: what that means in a heading, why in one sentence, one thing to do."""
    return {
        "heading": heading,
        "why": why,
        "label": label,
        "href": href,
        "icon": icon,
        "attributes": attributes(more),
    }


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Sequence[Tab], label: str) -> dict[str, Any]:
    """Views of the same thing, each with its own address."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: Sequence[Step], label: str) -> dict[str, Any]:
    """Where one is in a longer task."""
    marked = [(number, item) for number, item in enumerate(items, start=1)]
    return {"steps": marked, "label": label}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(items: Sequence[Crumb]) -> dict[str, Any]:
    """The pages above this one."""
    return {"crumbs": items}


@register.inclusion_tag("ui/parts/pills.html")
def pills(items: Sequence[Pill], label: str) -> dict[str, Any]:
    """Saved views, one of them current."""
    return {"pills": items, "label": label}


@register.simple_tag(name="interval")
def interval_tag(middle: object, low: object, high: object) -> SafeString:
    """`{% interval estimate low high %}`: £120, likely £80–170."""
    if low is None or high is None:
        return format_html('<span class="r-num">{}</span>', formats.shown(middle))
    likely = gettext("likely %(range)s") % {"range": formats.span(low, high)}
    return format_html('<span class="r-num">{}</span><span class="r-likely">, {}</span>', formats.shown(middle), likely)


@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: Context, listing: Listing) -> dict[str, Any]:
    """A listing with its filters, columns, views, exports and pages."""
    return {"listing": listing, "request": context.get("request"), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/chart.html")
def chart(drawing: Drawing) -> dict[str, Any]:
    """A drawing with its title, its legend, and the table behind it."""
    return {"drawing": drawing}


@register.simple_tag(name="sparkline")
def sparkline_tag(figures: Sequence[int | float | Decimal], label: str = "") -> SafeString:
    """A line the size of a word."""
    return sparkline(figures, label)
